// ReduceProd: the product over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reduction_node.hpp"

namespace byom::op_reduce_prod {
namespace {

Schema schema() {
  Schema s = reduce_schema("ReduceProd", "The product over axes.");
  s.example("one axis, not kept", {{"keepdims", std::int64_t{0}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4}), tensor<std::int64_t>({1}, {-1})},
            {tensor<float>({2}, {2, 12})});
  s.example("all axes", {}, {tensor<float>({1, 2}, {-1, 2})}, {tensor<float>({1, 1}, {-2})});
  s.example("axes of none, which reduce nothing", {{"noop_with_empty_axes", std::int64_t{1}}},
            {tensor<float>({2}, {-1, 2}), tensor<std::int64_t>({0}, {})}, {tensor<float>({2}, {-1, 2})});
  s.example("axes as attribute", {{"axes", std::vector<std::int64_t>{1}}},
            {tensor<float>({2, 2}, {1, 2, 3, 4})}, {tensor<float>({2, 1}, {2, 12})}, 11);
  return s;
}

Result<Descs> infer(const Node& node) {
  return infer_reduce(node, [](const Dim& a, const Dim& b) { return a * b; });
}

Result<Done> compute(const Node& node, Io& io) {
  return compute_reduce(node, io, kernels::Reduction::product);
}
}  // namespace

BYOM_OP(reduce_prod) {
  return Op(schema()).infer(infer).translate(reduces_by({"", "ops.Prod", "", true})).kernel(compute);
}

}  // namespace byom::op_reduce_prod
