// ReduceLogSumExp: the logarithm of the sum of exp(x) over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reduction_node.hpp"

namespace byom::op_reduce_log_sum_exp {
namespace {

Schema schema() {
  Schema s = reduce_schema("ReduceLogSumExp", "The logarithm of the sum of exp(x) over axes.");
  s.example("one axis, not kept", {{"keepdims", std::int64_t{0}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4}), tensor<std::int64_t>({1}, {-1})},
            {tensor<float>({2}, {2.3132617F, 4.3132615F})});
  s.example("all axes", {}, {tensor<float>({1, 2}, {-1, 2})}, {tensor<float>({1, 1}, {2.0485874F})});
  s.example("axes of none, which reduce nothing", {{"noop_with_empty_axes", std::int64_t{1}}},
            {tensor<float>({2}, {-1, 2}), tensor<std::int64_t>({0}, {})}, {tensor<float>({2}, {-1, 2})});
  s.example("axes as attribute", {{"axes", std::vector<std::int64_t>{1}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4})}, {tensor<float>({2, 1}, {2.3132617F, 4.3132615F})}, 11);
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return compute_reduce(node, io, kernels::Reduction::log_sum_exp);
}
}  // namespace

BYOM_OP(reduce_log_sum_exp) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduce(node); })
      .translate(reduces_by({"", "ops.Logsumexp", "", false}))
      .kernel(compute);
}

}  // namespace byom::op_reduce_log_sum_exp
