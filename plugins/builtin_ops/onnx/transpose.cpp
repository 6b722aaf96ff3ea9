// Transpose: the axes in another order.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/axis_order.hpp"

namespace byom::op_transpose {
namespace {

Schema schema() {
  Schema s = onnx("Transpose", {1, 13, 21, 23, 24, 25});
  s.doc("The axes in the order perm; backwards without it.").layout(Layout::attribute);
  s.input("data", any_type, "any shape").output("transposed", "axis a is axis perm[a] of data");
  s.attr_of(BYOM_ATTR_INTS, "perm", "a permutation of all axes").optional();
  s.example("backwards", {}, {tensor<float>({1, 2, 3}, {1, 2, 3, 4, 5, 6})},
            {tensor<float>({3, 2, 1}, {1, 4, 2, 5, 3, 6})});
  s.example("perm", {{"perm", std::vector<std::int64_t>{0, 2, 1}}},
            {tensor<float>({1, 2, 3}, {1, 2, 3, 4, 5, 6})}, {tensor<float>({1, 3, 2}, {1, 4, 2, 5, 3, 6})});
  s.example("the first axis moves", {{"perm", std::vector<std::int64_t>{1, 0}}},
            {tensor<std::int64_t>({3, 1}, {1, 2, 3})}, {tensor<std::int64_t>({1, 3}, {1, 2, 3})});
  s.example("scalar", {}, {tensor<float>({}, {7})}, {tensor<float>({}, {7})});
  return s;
}

std::vector<std::int64_t> order_of(const Node& node) {
  if (node.has("perm")) return node.integers("perm");
  std::vector<std::int64_t> order;
  for (std::int64_t axis = node.input(0).rank(); axis-- > 0;) order.push_back(axis);
  return order;
}

Result<Descs> infer(const Node& node) {
  return reordered(node, order_of(node));
}

Result<Vals> translate(const Node& node, Keras& keras) {
  std::vector<std::int64_t> order = order_of(node);
  if (std::ranges::is_sorted(order)) return Vals{keras.input(0)};
  if (order.front() != 0) return Vals{keras.layer("ops.Transpose", {{"axes", order}}, {keras.input(0)})};
  order.erase(order.begin());
  return Vals{keras.layer("Permute", {{"dims", order}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  return reorder_elements(io, order_of(node));
}
}  // namespace

BYOM_OP(transpose) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_transpose
