// Reciprocal: one divided by each element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_reciprocal {
namespace {

Schema schema() {
  Schema s = unary_schema("Reciprocal", {6, 13}, "One divided by each element.", floating);
  s.example("halves", {}, {tensor<float>({2}, {2, -0.5F})}, {tensor<float>({2}, {0.5F, -2})});
  s.example("zero", {}, {tensor<float>({1}, {0})}, {tensor<float>({1}, {INFINITY})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return 1 / x; });
}
}  // namespace

BYOM_OP(reciprocal) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Reciprocal")).kernel(compute);
}

}  // namespace byom::op_reciprocal
