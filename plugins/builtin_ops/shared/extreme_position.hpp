// Where the largest or smallest element stands along one axis: ONNX's ArgMax and ArgMin, Keras's Argmax and
// Argmin.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/half.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

inline Schema position_schema(std::string_view type, std::string_view doc) {
  Schema s = onnx(type, {1, 11, 12, 13});
  s.doc(doc);
  s.input("data", numeric, "any shape").output("reduced", "positions, int64");
  s.attr("axis", std::int64_t{0}, "the axis that is searched")
      .attr("keepdims", std::int64_t{1}, "1: it stays with the extent 1");
  s.attr("select_last_index", std::int64_t{0}, "1: the last of equal elements, else the first").from(12);
  return s;
}

// Shape rule of both: `axis` left out, or kept with the extent 1. Errors: it is the batch.
inline Result<Descs> infer_position(const Node& node, std::int64_t stated_axis, bool keep,
                                    std::int32_t dtype) {
  const Desc x = node.input(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(stated_axis, x.rank()));
  if (!x.dims[static_cast<std::size_t>(axis)].is_number())
    return Node::fail("it searches the batch: it mixes samples");
  Shape dims = x.dims;
  if (keep)
    dims[static_cast<std::size_t>(axis)] = Dim(1);
  else
    dims.erase(dims.begin() + axis);
  return Descs{{dtype, std::move(dims)}};
}

// Output 0 (integers of type P) is the position of the element that no other one `beats`.
template <class P, class Beats>
Result<Done> find_positions(Io& io, std::int64_t stated_axis, bool last, Beats beats) {
  const auto shape = io.shape(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(stated_axis, static_cast<std::int64_t>(shape.size())));
  std::int64_t inner = 1;
  for (std::size_t d = static_cast<std::size_t>(axis) + 1; d < shape.size(); ++d) inner *= shape[d];
  const std::int64_t n = shape[static_cast<std::size_t>(axis)];
  const auto out = io.out<P>(0);
  if (n == 0 && !out.empty()) return Node::fail("the axis it searches is empty");
  return with_type<AllNumbers>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const T* x = io.in<T>(0).data();
    parallel_for(out.size(), 1 << 10, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t i = begin; i < end; ++i) {
        const std::int64_t o = static_cast<std::int64_t>(i) / inner,
                           at = static_cast<std::int64_t>(i) % inner;
        const T* from = x + o * n * inner + at;
        std::int64_t best = 0;
        for (std::int64_t k = 1; k < n; ++k) {
          const auto champion = widen(from[best * inner]), challenger = widen(from[k * inner]);
          if (beats(challenger, champion) || (last && challenger == champion)) best = k;
        }
        out[i] = static_cast<P>(best);
      }
    });
  });
}

// ArgMax or ArgMin. `operation`: Keras's one, "ops.Argmax"; `beats`: whether one element is more extreme than
// another.
template <class Beats>
Op position_op(Schema schema, std::string_view operation, Beats beats) {
  const auto selects_last = [](const Node& node) {
    return node.since() >= 12 && node.integer("select_last_index") != 0;
  };
  return Op(std::move(schema))
      .infer([](const Node& node) {
        return infer_position(node, node.integer("axis"), node.integer("keepdims") != 0, BYOM_INT64);
      })
      .translate([selects_last, operation = std::string(operation)](const Node& node,
                                                                    Keras& keras) -> Result<Vals> {
        if (selects_last(node))
          return Node::fail(
              "attribute 'select_last_index' asks for the last of equal elements; Keras finds the first");
        const Attrs config = {{"axis", node.integer("axis")}, {"keepdims", node.integer("keepdims") != 0}};
        const Val position = keras.helper("position", operation, config, {keras.input(0)});
        return Vals{keras.layer("ops.Cast", {{"dtype", "int64"}}, {position})};  // Keras counts in int32
      })
      .kernel([selects_last, beats](const Node& node, Io& io) {
        node.ignore("keepdims", "the output was made in that shape");
        return find_positions<std::int64_t>(io, node.integer("axis"), selects_last(node), beats);
      });
}

// Keras 3's operation Argmax or Argmin, with a class for Keras 2; `function` is "argmax" or "argmin".
template <class Beats>
Op position_operation(Schema schema, const std::string& class_name, const std::string& function,
                      Beats beats) {
  const std::string python = "class Ops" + class_name + R"py((layers.Layer):
    """keras.src.ops.numpy.)py" +
                             class_name + R"py( of Keras 3, for Keras 2."""

    def __init__(self, axis, keepdims=False, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis
        self.keepdims = keepdims

    def call(self, x):
        if ops:
            return ops.)py" + function +
                             R"py((x, axis=self.axis, keepdims=self.keepdims)
        position = tf.)py" + function +
                             R"py((x, axis=self.axis, output_type=tf.int32)
        return tf.expand_dims(position, self.axis) if self.keepdims else position

    def get_config(self):
        return {**super().get_config(), "axis": self.axis, "keepdims": self.keepdims}
)py";
  schema.input("x", numeric, "any shape").output("outputs", "positions, int32");
  schema.attr_of(BYOM_ATTR_INT, "axis", "the axis that is searched")
      .attr("keepdims", false, "whether it stays with the extent 1");
  return Op(std::move(schema))
      .infer([](const Node& node) {
        return infer_position(node, node.integer("axis"), node.flag("keepdims"), BYOM_INT32);
      })
      .kernel([beats](const Node& node, Io& io) {
        node.ignore("keepdims", "the output was made in that shape");
        return find_positions<std::int32_t>(io, node.integer("axis"), false, beats);
      })
      .layer(Layer()
                 .operation(numpy_operations, class_name)
                 .custom("Ops" + class_name, python, {BYOM_DIALECT_KERAS2}));
}

}  // namespace byom
