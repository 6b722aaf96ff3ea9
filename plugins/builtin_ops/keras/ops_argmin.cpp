// ops.Argmin: where the smallest element along an axis stands, the first of equals.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/extreme_position.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"

namespace byom::op_keras_ops_argmin {
namespace {

Schema schema() {
  Schema s = keras_layer("ops.Argmin");
  s.doc("The position of the smallest element along an axis, the first of equals.");
  s.input("x", numeric, "any shape").output("outputs", "positions, int32");
  s.attr_of(BYOM_ATTR_INT, "axis", "the axis that is searched")
      .attr("keepdims", false, "whether it stays with the extent 1");
  s.example("last axis", {{"axis", -1}}, {tensor<float>({2, 2}, {1, 2, 4, 3})},
            {tensor<std::int32_t>({2}, {0, 1})});
  s.example("equals, kept", {{"axis", 0}, {"keepdims", true}}, {tensor<float>({3}, {7, 7, 7})},
            {tensor<std::int32_t>({1}, {0})});
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_position(node, node.integer("axis"), node.flag("keepdims"), BYOM_INT32);
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("keepdims", "the output was made in that shape");
  return find_positions<std::int32_t>(io, node.integer("axis"), false, [](auto a, auto b) { return a < b; });
}

constexpr const char* python = R"py(class OpsArgmin(layers.Layer):
    """keras.src.ops.numpy.Argmin of Keras 3, for Keras 2."""

    def __init__(self, axis, keepdims=False, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self.keepdims = keepdims

    def call(self, x):
        if ops:
            return ops.argmin(x, axis=self.axis, keepdims=self.keepdims)
        position = tf.argmin(x, axis=self.axis, output_type=tf.int32)
        return tf.expand_dims(position, self.axis) if self.keepdims else position

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "keepdims": self.keepdims}
)py";
}  // namespace

BYOM_OP(keras_ops_argmin) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().operation(numpy_operations, "Argmin").custom("OpsArgmin", python, {BYOM_DIALECT_KERAS2}));
}

}  // namespace byom::op_keras_ops_argmin
