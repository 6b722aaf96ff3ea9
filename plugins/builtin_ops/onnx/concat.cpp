// Concat: tensors joined along one axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/concatenation.hpp"

namespace {
using namespace byom;

Schema schema() {
  Schema s = onnx("Concat", {4, 11, 13});
  s.doc("The inputs joined along `axis`; their other extents are equal.").layout(Layout::attribute);
  s.input("inputs", any_type, "tensors of one type and rank")
      .variadic()
      .output("concat_result", "all of them");
  s.attr_of(BYOM_ATTR_INT, "axis", "negative counts from the end (since version 11)");
  s.example("rows", {{"axis", std::int64_t{0}}},
            {tensor<float>({1, 2}, {1, 2}), tensor<float>({2, 2}, {3, 4, 5, 6})},
            {tensor<float>({3, 2}, {1, 2, 3, 4, 5, 6})});
  s.example("last axis, one part empty", {{"axis", std::int64_t{-1}}},
            {tensor<float>({2, 1}, {1, 2}), tensor<float>({2, 0}, {}), tensor<float>({2, 1}, {3, 4})},
            {tensor<float>({2, 2}, {1, 3, 2, 4})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(Desc all, joined(node, node.inputs(), node.integer("axis")));
  return Descs{std::move(all)};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), node.input(0).rank()));
  Vals parts;
  for (std::size_t i = 0; i < node.inputs(); ++i) {
    if (node.input(i).known)
      return Node::fail("input " + std::to_string(i) +
                        " is a constant: Keras's Concatenate joins tensors with a batch only");
    parts.push_back(keras.input(i));
  }
  if (parts.size() == 1) return parts;
  return Vals{keras.layer("Concatenate", {{"axis", axis}}, parts)};
}

Result<Done> compute(const Node& node, Io& io) {
  return join(io, io.inputs(), node.integer("axis"));
}
}  // namespace

BYOM_OP(concat) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}
