// ops.Cast: the elements in another type.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/casting.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_keras_ops_cast {
namespace {

// The key `dtype` is also a layer's own: there Keras 3 refuses "int8", and Keras 2 converts floating inputs
// to it.
constexpr const char* python = R"py(class OpsCast(layers.Layer):
    """keras.src.ops.core.Cast of Keras 3, for Keras 2."""

    def __init__(self, dtype, **kwargs):
        super().__init__(autocast=False, **kwargs)
        self.to = dtype

    def call(self, x):
        return (ops or tf).cast(x, self.to)

    def get_config(self):
        return {**super().get_config(), "dtype": self.to}
)py";

Schema schema() {
  Schema s = operation_schema("Cast", "The elements of x in another type.", convertible);
  s.attr_of(BYOM_ATTR_STRING, "dtype", "Keras's name of the type");
  s.example("fractions are cut", {{"dtype", "int32"}}, {tensor<float>({2}, {-1.9F, 1.9F})},
            {tensor<std::int32_t>({2}, {-1, 1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const std::string name = node.string("dtype");
  for (std::int32_t dtype = 1; dtype <= BYOM_BFLOAT16; ++dtype)
    if (name == keras_dtype_name(dtype)) return cast_desc(node.input(0), dtype);
  return Node::fail("'" + name + "' is no element type");
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("dtype", "the output was made of that type");
  return cast_elements(io);
}
}  // namespace

BYOM_OP(keras_ops_cast) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().custom("OpsCast", python, {BYOM_DIALECT_KERAS2}).operation("keras.src.ops.core", "Cast"));
}

}  // namespace byom::op_keras_ops_cast
