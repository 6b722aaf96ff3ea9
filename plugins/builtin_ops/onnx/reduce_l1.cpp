// ReduceL1: the sum of magnitudes over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reduction_node.hpp"

namespace byom::op_reduce_l1 {
namespace {

Schema schema() {
  Schema s = reduce_schema("ReduceL1", "The sum of magnitudes over axes.");
  s.example("one axis, not kept", {{"keepdims", std::int64_t{0}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4}), tensor<std::int64_t>({1}, {-1})},
            {tensor<float>({2}, {3, 7})});
  s.example("all axes", {}, {tensor<float>({1, 2}, {-1, 2})}, {tensor<float>({1, 1}, {3})});
  s.example("axes of none, which reduce nothing", {{"noop_with_empty_axes", std::int64_t{1}}},
            {tensor<float>({2}, {-1, 2}), tensor<std::int64_t>({0}, {})}, {tensor<float>({2}, {-1, 2})});
  s.example("axes as attribute", {{"axes", std::vector<std::int64_t>{1}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4})}, {tensor<float>({2, 1}, {3, 7})}, 11);
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return compute_reduce(node, io, kernels::Reduction::l1);
}
}  // namespace

BYOM_OP(reduce_l1) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduce(node); })
      .translate(reduces_by({"ops.Absolute", "ops.Sum", "", true}))
      .kernel(compute);
}

}  // namespace byom::op_reduce_l1
