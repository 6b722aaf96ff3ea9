// Atanh: the inverse of the hyperbolic tangent.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_atanh {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Atanh", {9, 22}, "The inverse of the hyperbolic tangent.", floating, "input", "output");
  s.example("around zero", {}, {tensor<float>({3}, {0, 0.5F, -0.5F})},
            {tensor<float>({3}, {0, 0.54930615F, -0.54930615F})});
  s.example("at the ends and outside", {}, {tensor<float>({2}, {1, 2})},
            {tensor<float>({2}, {INFINITY, NAN})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::atanh(x); });
}
}  // namespace

BYOM_OP(atanh) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Arctanh")).kernel(compute);
}

}  // namespace byom::op_atanh
