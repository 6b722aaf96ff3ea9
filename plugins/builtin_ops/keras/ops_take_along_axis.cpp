// ops.TakeAlongAxis: elements picked one by one along an axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/element_places.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"

namespace byom::op_keras_ops_take_along_axis {
namespace {

constexpr const char* python = R"py(class OpsTakeAlongAxis(layers.Layer):
    """keras.src.ops.numpy.TakeAlongAxis of Keras 3, for Keras 2."""

    def __init__(self, axis, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        x, indices = inputs
        if ops:
            return ops.take_along_axis(x, indices, axis=self.axis)
        last = len(x.shape) - 1
        order = list(range(last + 1))
        order[self.axis], order[last] = order[last], order[self.axis]
        places = tf.transpose(indices, order)
        places = tf.where(places < 0, places + x.shape[self.axis], places)
        return tf.transpose(tf.gather(tf.transpose(x, order), places, axis=last, batch_dims=last), order)

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}
)py";

Schema schema() {
  Schema s = keras_layer("ops.TakeAlongAxis");
  s.doc("For each index the element of x at its own coordinates, but for `axis`, where the index says.");
  s.layout(Layout::attribute);
  s.input("x", any_type, "at least one axis")
      .input("indices", integral, "shape of x but for the axis")
      .index();
  s.output("outputs", "shape of indices").attr_of(BYOM_ATTR_INT, "axis", "the axis");
  s.example("columns", {{"axis", 1}},
            {tensor<float>({2, 2}, {1, 2, 3, 4}), tensor<std::int64_t>({2, 3}, {0, 0, 1, 1, -2, 1})},
            {tensor<float>({2, 3}, {1, 1, 2, 4, 3, 4})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(checked_places(node.input(0), node.input(1), node.integer("axis")));
  return Descs{{node.input(0).dtype, node.input(1).dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const std::size_t axis, checked_places(node.input(0), node.input(1), node.integer("axis")));
  return take_elements(io, axis);
}
}  // namespace

BYOM_OP(keras_ops_take_along_axis) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .custom("OpsTakeAlongAxis", python, {BYOM_DIALECT_KERAS2})
          .takes_list()
          .operation(numpy_operations, "TakeAlongAxis"));
}

}  // namespace byom::op_keras_ops_take_along_axis
