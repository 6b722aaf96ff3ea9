// Exp: e to the power of each element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_exp {
namespace {

Schema schema() {
  Schema s = unary_schema("Exp", {6, 13}, "e to the power of each element.", floating, "input", "output");
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {1, 2.7182817F, 0.36787945F})});
  s.example("infinities", {}, {tensor<float>({2}, {-INFINITY, INFINITY})},
            {tensor<float>({2}, {0, INFINITY})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::exp(x); });
}
}  // namespace

BYOM_OP(exp) {
  return Op(schema())
      .infer(same_as_first)
      .translate(becomes("Activation", {{"activation", "exponential"}}))
      .kernel(compute);
}

}  // namespace byom::op_exp
