// ReduceMean: the mean over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reduction_node.hpp"

namespace byom::op_reduce_mean {
namespace {

Schema schema() {
  Schema s = reduce_schema("ReduceMean", "The mean over axes.");
  s.example("one axis, not kept", {{"keepdims", std::int64_t{0}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4}), tensor<std::int64_t>({1}, {-1})},
            {tensor<float>({2}, {1.5F, 3.5F})});
  s.example("all axes", {}, {tensor<float>({1, 2}, {-1, 2})}, {tensor<float>({1, 1}, {0.5F})});
  s.example("axes of none, which reduce nothing", {{"noop_with_empty_axes", std::int64_t{1}}},
            {tensor<float>({2}, {-1, 2}), tensor<std::int64_t>({0}, {})}, {tensor<float>({2}, {-1, 2})});
  s.example("axes as attribute", {{"axes", std::vector<std::int64_t>{1}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4})}, {tensor<float>({2, 1}, {1.5F, 3.5F})}, 11);
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return compute_reduce(node, io, kernels::Reduction::mean);
}
}  // namespace

BYOM_OP(reduce_mean) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduce(node); })
      .translate(reduces_by({"", "ops.Mean", "", false, "GlobalAveragePooling"}))
      .kernel(compute);
}

}  // namespace byom::op_reduce_mean
