// Split: a tensor cut into parts along one axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/splitting.hpp"

namespace byom::op_split {
namespace {

Schema schema() {
  Schema s = onnx("Split", {2, 11, 13, 18});
  s.doc("Cuts the input along `axis` into one part for each output.").layout(Layout::attribute);
  s.input("input", any_type, "any shape");
  s.input("split", "int64", "cells of each part; without it equal parts").shape_like().optional().from(13);
  s.output("outputs", "the parts").variadic();
  s.attr_of(BYOM_ATTR_INTS, "split", "cells of each part").optional().until(12);
  s.attr("axis", std::int64_t{0}, "negative counts from the end (since version 11)");
  s.attr_of(BYOM_ATTR_INT, "num_outputs", "equal parts, the last one shorter where need be")
      .optional()
      .from(18);
  const Literal data = tensor<float>({1, 3}, {1, 2, 3});
  const Literal one = tensor<float>({1, 1}, {1}), two = tensor<float>({1, 2}, {2, 3});
  s.example("lengths", {{"axis", 1}}, {data, tensor<std::int64_t>({2}, {1, 2})}, {one, two});
  s.example("the last part is shorter", {{"axis", -1}, {"num_outputs", 2}}, {data},
            {tensor<float>({1, 2}, {1, 2}), tensor<float>({1, 1}, {3})}, 18);
  s.example("equal parts", {}, {tensor<std::int32_t>({2}, {7, 8})},
            {tensor<std::int32_t>({1}, {7}), tensor<std::int32_t>({1}, {8})}, 13);
  s.example("an attribute", {{"axis", 1}, {"split", std::vector<std::int64_t>{1, 2}}}, {data}, {one, two},
            11);
  return s;
}

struct Parts {
  std::size_t axis;
  std::vector<std::int64_t> lengths;
};

// Parts of equal length; only since version 18 the last may be shorter.
Result<std::vector<std::int64_t>> equal_parts(const Node& node, const Dim& extent) {
  const auto n = static_cast<std::int64_t>(node.outputs());
  if (node.since() >= 18 && node.has("num_outputs") && node.integer("num_outputs") != n)
    return Node::fail("attribute 'num_outputs' is " + std::to_string(node.integer("num_outputs")) +
                      ", but it has " + std::to_string(n) + " outputs");
  if (!extent.is_number()) return mixes_samples("splits the batch");
  const std::int64_t cells = extent.number(), length = (cells + n - 1) / n;
  if (node.since() < 18 && cells % n != 0)
    return Node::fail(std::to_string(cells) + " cells do not make " + std::to_string(n) + " equal parts");
  std::vector<std::int64_t> lengths(static_cast<std::size_t>(n), length);
  lengths.back() = cells - length * (n - 1);
  return lengths;
}

Result<Parts> parts_of(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), x.rank()));
  Parts parts{static_cast<std::size_t>(axis), {}};
  if (node.since() < 13) {
    parts.lengths = node.integers("split");
  } else if (node.input(1).present()) {
    if (node.since() >= 18 && node.has("num_outputs"))
      return Node::fail("it has both an input 'split' and an attribute 'num_outputs'");
    BYOM_TRY(parts.lengths, node.constant_integers(1, "split"));
  }
  if (parts.lengths.empty()) {
    BYOM_TRY(parts.lengths, equal_parts(node, x.dims[parts.axis]));
  }
  if (parts.lengths.size() != node.outputs())
    return Node::fail("its split has " + std::to_string(parts.lengths.size()) + " parts, but it has " +
                      std::to_string(node.outputs()) + " outputs");
  return parts;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Parts parts, parts_of(node));
  return parted(node.input(0), parts.axis, parts.lengths);
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const Parts parts, parts_of(node));
  for (std::size_t i = 0; i < parts.lengths.size(); ++i) static_cast<void>(node.wanted(i));
  if (parts.lengths.size() == 1) return Vals{keras.input(0)};
  std::vector<std::int64_t> cuts;
  for (std::size_t i = 0; i + 1 < parts.lengths.size(); ++i)
    cuts.push_back((cuts.empty() ? 0 : cuts.back()) + parts.lengths[i]);
  const Attrs config{{"indices_or_sections", cuts}, {"axis", static_cast<std::int64_t>(parts.axis)}};
  return keras.layers("ops.Split", config, {keras.input(0)}, parts.lengths.size());
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const Parts parts, parts_of(node));
  return split_elements(io, parts.axis, parts.lengths);
}
}  // namespace

BYOM_OP(split) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_split
