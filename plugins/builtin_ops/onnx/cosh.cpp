// Cosh: the hyperbolic cosine of each element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_cosh {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Cosh", {9, 22}, "The hyperbolic cosine of each element.", floating, "input", "output");
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {1, 1.5430806F, 1.5430806F})});
  s.example("infinity", {}, {tensor<float>({1}, {-INFINITY})}, {tensor<float>({1}, {INFINITY})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::cosh(x); });
}
}  // namespace

BYOM_OP(cosh) {
  return Op(schema()).infer(same_as_first).translate(becomes("ops.Cosh")).kernel(compute);
}

}  // namespace byom::op_cosh
