// ReduceL2: the root of the sum of squares over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reduction_node.hpp"

namespace byom::op_reduce_l2 {
namespace {

Schema schema() {
  Schema s = reduce_schema("ReduceL2", "The root of the sum of squares over axes.");
  s.example("one axis, not kept", {{"keepdims", std::int64_t{0}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4}), tensor<std::int64_t>({1}, {-1})},
            {tensor<float>({2}, {2.236068F, 5})});
  s.example("all axes", {}, {tensor<float>({1, 2}, {-1, 2})}, {tensor<float>({1, 1}, {2.236068F})});
  s.example("axes of none, which reduce nothing", {{"noop_with_empty_axes", std::int64_t{1}}},
            {tensor<float>({2}, {-1, 2}), tensor<std::int64_t>({0}, {})}, {tensor<float>({2}, {-1, 2})});
  s.example("axes as attribute", {{"axes", std::vector<std::int64_t>{1}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4})}, {tensor<float>({2, 1}, {2.236068F, 5})}, 11);
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return compute_reduce(node, io, kernels::Reduction::l2);
}
}  // namespace

BYOM_OP(reduce_l2) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduce(node); })
      .translate(reduces_by({"ops.Square", "ops.Sum", "ops.Sqrt", false}))
      .kernel(compute);
}

}  // namespace byom::op_reduce_l2
