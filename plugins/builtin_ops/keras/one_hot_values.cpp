// OneHotValues: a new axis with one value where the index says and another everywhere else.
#include <cstring>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_one_hot_values {
namespace {

constexpr const char* python = R"py(class OneHotValues(layers.Layer):
    """values[1] in the cell of a new axis that the index names, values[0] in the others."""

    def __init__(self, num_classes, axis, values, **kwargs):
        super().__init__(**kwargs)
        self.num_classes = num_classes
        self.axis = axis
        self.values = values

    def call(self, x):
        cast = ops.cast if ops else tf.cast
        off, on = array(self.values)
        index = cast(x, "int32")
        index = (ops or tf).where(index < 0, index + self.num_classes, index)
        shape = [1] * (len(x.shape) + 1)
        shape[self.axis] = self.num_classes
        cells = np.arange(self.num_classes, dtype="int32").reshape(shape)
        hit = (ops or tf).equal((ops or tf).expand_dims(index, self.axis), cells)
        return (ops or tf).where(hit, on, off)

    def get_config(self):
        config = {"num_classes": self.num_classes, "axis": self.axis, "values": self.values}
        return {**super().get_config(), **config}
)py";

Schema schema() {
  Schema s = keras_layer("OneHotValues");
  s.doc(
      "A new axis of num_classes cells: values[1] in the cell that the index names, values[0] in the "
      "others.");
  s.input("x", numeric, "indices; negative ones count from the end").output("outputs", "x with the new axis");
  s.attr_of(BYOM_ATTR_INT, "num_classes", "cells of the new axis");
  s.attr_of(BYOM_ATTR_INT, "axis", "its place; -1: the last");
  s.attr_of(BYOM_ATTR_TENSOR, "values", "[off, on]");
  s.example("outside, from the end",
            {{"num_classes", 2}, {"axis", -1}, {"values", tensor<float>({2}, {-1, 4})}},
            {tensor<std::int64_t>({3}, {1, -2, 2})}, {tensor<float>({3, 2}, {-1, 4, 4, -1, -1, -1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const auto values = node.read("values");
  if (!values || values->type != BYOM_ATTR_TENSOR || values->v.t->rank != 1 || values->v.t->shape[0] != 2)
    return Node::fail("'values' must be [off, on]");
  Desc out(values->v.t->dtype, node.input(0).dims);
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), out.rank() + 1));
  out.dims.insert(out.dims.begin() + axis, Dim(node.integer("num_classes")));
  return Descs{out};
}

Result<Done> compute(const Node& node, Io& io) {
  const auto shape = io.out_shape(0);
  const std::int64_t cells = node.integer("num_classes");
  BYOM_TRY(const std::size_t width, element_width(io.out_dtype(0)));
  BYOM_TRY(const std::int64_t axis,
           checked_axis(node.integer("axis"), static_cast<std::int64_t>(shape.size())));
  const std::int64_t inner = count_of(shape, static_cast<std::size_t>(axis) + 1, shape.size());
  const auto* values = static_cast<const std::byte*>(node.read("values")->v.t->data);
  auto* out = static_cast<std::byte*>(io.raw_out(0).data);
  const std::int64_t n = count_of(shape, 0, shape.size());
  return with_type<AllNumbers>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    for (std::int64_t i = 0; i < n; ++i) {
      const std::int64_t cell = i / inner % cells, row = i / inner / cells;
      const auto index =
          static_cast<std::int64_t>(widen(io.in<T>(0)[static_cast<std::size_t>(row * inner + i % inner)]));
      const bool hit = (index < 0 ? index + cells : index) == cell;
      std::memcpy(out + static_cast<std::size_t>(i) * width, values + (hit ? width : 0), width);
    }
  });
}
}  // namespace

BYOM_OP(keras_one_hot_values) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().custom("OneHotValues", python, {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3}));
}

}  // namespace byom::op_keras_one_hot_values
