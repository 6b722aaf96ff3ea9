// Tanh: the hyperbolic tangent of each element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_tanh {
namespace {

Schema schema() {
  Schema s =
      unary_schema("Tanh", {6, 13}, "The hyperbolic tangent of each element.", floating, "input", "output");
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 0.7615942F, -0.7615942F})});
  s.example("far out", {}, {tensor<float>({2}, {-100, INFINITY})}, {tensor<float>({2}, {-1, 1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::tanh(x); });
}
}  // namespace

BYOM_OP(tanh) {
  return Op(schema())
      .infer(same_as_first)
      .translate(becomes("Activation", {{"activation", "tanh"}}))
      .kernel(compute);
}

}  // namespace byom::op_tanh
