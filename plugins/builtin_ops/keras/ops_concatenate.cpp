// ops.Concatenate: tensors joined along any axis, the first included.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/concatenation.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"

namespace byom::op_keras_ops_concatenate {
namespace {

constexpr const char* python = R"py(class OpsConcatenate(layers.Layer):
    """keras.src.ops.numpy.Concatenate of Keras 3, for Keras 2."""

    def __init__(self, axis=0, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, xs):
        return (ops.concatenate if ops else tf.concat)(xs, self.axis)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}
)py";

Schema schema() {
  Schema s = keras_layer("ops.Concatenate");
  s.doc("The tensors joined along `axis`.").layout(Layout::attribute);
  s.input("xs", any_type, "tensors of one rank").variadic().output("outputs", "all of them");
  s.attr_of(BYOM_ATTR_INT, "axis", "the axis");
  s.example("rows", {{"axis", 0}}, {tensor<float>({1, 2}, {1, 2}), tensor<float>({2, 2}, {3, 4, 5, 6})},
            {tensor<float>({3, 2}, {1, 2, 3, 4, 5, 6})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Desc all, joined(node, node.inputs(), node.integer("axis"), false));
  return Descs{std::move(all)};
}

Result<Done> compute(const Node& node, Io& io) {
  return join(io, io.inputs(), node.integer("axis"));
}
}  // namespace

BYOM_OP(keras_ops_concatenate) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsConcatenate", python, {BYOM_DIALECT_KERAS2})
          .operation(numpy_operations, "Concatenate")
          .takes_list());
}

}  // namespace byom::op_keras_ops_concatenate
