// Permute: the axes of every sample in another order.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/axis_order.hpp"

namespace byom::op_keras_permute {
namespace {

Schema schema() {
  Schema s = keras_layer("Permute");
  s.doc("The axes behind the batch in another order.").layout(Layout::attribute);
  s.input("inputs", any_type, "[N, ...]").output("outputs", "axis a is axis dims[a - 1] of inputs");
  s.attr_of(BYOM_ATTR_INTS, "dims", "a permutation of the axes behind the batch, of which the first is 1");
  s.example("matrices", {{"dims", std::vector<std::int64_t>{2, 1}}}, {tensor<float>({2, 1, 2}, {1, 2, 3, 4})},
            {tensor<float>({2, 2, 1}, {1, 2, 3, 4})});
  s.example("three axes", {{"dims", std::vector<std::int64_t>{3, 1, 2}}},
            {tensor<std::int32_t>({1, 2, 1, 3}, {1, 2, 3, 4, 5, 6})},
            {tensor<std::int32_t>({1, 3, 2, 1}, {1, 4, 2, 5, 3, 6})});
  return s;
}

std::vector<std::int64_t> order_of(const Node& node) {
  std::vector<std::int64_t> order = node.integers("dims");
  order.insert(order.begin(), 0);
  return order;
}

Result<Descs> infer(const Node& node) {
  return reordered(node, order_of(node));
}

Result<Done> compute(const Node& node, Io& io) {
  return reorder_elements(io, order_of(node));
}
}  // namespace

BYOM_OP(keras_permute) {
  return Op(schema()).infer(infer).kernel(compute).layer(Layer().both("Permute"));
}

}  // namespace byom::op_keras_permute
