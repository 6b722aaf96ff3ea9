// ops.Split: a tensor cut into parts along one axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/splitting.hpp"

namespace byom::op_keras_ops_split {
namespace {

constexpr const char* python = R"py(class OpsSplit(layers.Layer):
    """keras.src.ops.numpy.Split of Keras 3, for Keras 2."""

    def __init__(self, indices_or_sections, axis=0, **kwargs):
        super().__init__(**kwargs)
        self.indices_or_sections = indices_or_sections
        self.axis = axis

    def call(self, x):
        if ops:
            return ops.split(x, self.indices_or_sections, axis=self.axis)
        cuts = [0, *self.indices_or_sections, x.shape[self.axis]]
        return tf.split(x, [end - start for start, end in zip(cuts, cuts[1:])], axis=self.axis)

    def get_config(self):
        config = {"indices_or_sections": self.indices_or_sections, "axis": self.axis}
        return {**super().get_config(), **config}
)py";

Schema schema() {
  Schema s = keras_layer("ops.Split");
  s.doc("The parts of x between the positions given, one output each.").layout(Layout::attribute);
  s.input("x", any_type, "any shape").output("outputs", "the parts").variadic();
  s.attr_of(BYOM_ATTR_INTS, "indices_or_sections", "where each part but the first begins, ascending");
  s.attr("axis", std::int64_t{0}, "negative counts from the end");
  s.example("unequal parts", {{"indices_or_sections", std::vector<std::int64_t>{1}}, {"axis", 1}},
            {tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6})},
            {tensor<float>({2, 1}, {1, 4}), tensor<float>({2, 2}, {2, 3, 5, 6})});
  return s;
}

struct Parts {
  std::size_t axis;
  std::vector<std::int64_t> lengths;
};

Result<Parts> parts_of(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), x.rank()));
  Parts parts{static_cast<std::size_t>(axis), {}};
  if (!x.dims[parts.axis].is_number()) return mixes_samples("splits the batch");
  const std::int64_t cells = x.dims[parts.axis].number();
  std::int64_t begin = 0;
  for (const std::int64_t end : node.integers("indices_or_sections")) {
    if (end < begin || end > cells)
      return Node::fail("indices_or_sections must ascend from 0 to the " + std::to_string(cells) +
                        " cells of axis " + std::to_string(axis));
    parts.lengths.push_back(end - begin);
    begin = end;
  }
  parts.lengths.push_back(cells - begin);
  if (parts.lengths.size() != node.outputs())
    return Node::fail("indices_or_sections makes " + std::to_string(parts.lengths.size()) +
                      " parts for its " + std::to_string(node.outputs()) + " outputs");
  return parts;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Parts parts, parts_of(node));
  return parted(node.input(0), parts.axis, parts.lengths);
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Parts parts, parts_of(node));
  return split_elements(io, parts.axis, parts.lengths);
}
}  // namespace

BYOM_OP(keras_ops_split) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().custom("OpsSplit", python, {BYOM_DIALECT_KERAS2}).operation(numpy_operations, "Split"));
}

}  // namespace byom::op_keras_ops_split
