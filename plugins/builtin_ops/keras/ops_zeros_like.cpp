// ops.ZerosLike: zeros in the shape of a tensor.
#include <algorithm>
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"

namespace byom::op_keras_ops_zeros_like {
namespace {

Schema schema() {
  Schema s = keras_layer("ops.ZerosLike");
  s.doc("Zeros in the shape of x; its elements do not matter.").layout(Layout::transparent);
  s.input("x", any_type, "any shape").output("outputs", "shape of x");
  s.attr("dtype", "int32", "Keras's name of the element type");
  s.example("integers", {{"dtype", "int32"}}, {tensor<float>({2}, {NAN, 3})},
            {tensor<std::int32_t>({2}, {0, 0})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const std::string name = node.string("dtype");
  for (std::int32_t dtype = 1; dtype <= BYOM_BFLOAT16; ++dtype)
    if (name == keras_dtype_name(dtype)) return Descs{{dtype, node.input(0).dims}};
  return Node::fail("'" + name + "' is no element type");
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("dtype", "the output was made of that type");
  auto* bytes = static_cast<std::byte*>(io.raw_out(0).data);
  std::fill_n(bytes, io.raw_out(0).bytes, std::byte{0});
  return done;
}

// A layer's dtype is that of what it computes; as one of integers it leaves x as it is.
constexpr const char* python = R"py(class OpsZerosLike(layers.Layer):
    """keras.src.ops.numpy.ZerosLike of Keras 3, for Keras 2."""

    def call(self, x):
        return (ops or tf).zeros_like(x, dtype=self.compute_dtype)
)py";
}  // namespace

BYOM_OP(keras_ops_zeros_like) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().operation(numpy_operations, "ZerosLike").custom("OpsZerosLike", python, {BYOM_DIALECT_KERAS2}));
}

}  // namespace byom::op_keras_ops_zeros_like
