// Softplus: log(exp(x) + 1).
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_softplus {
namespace {

Schema schema() {
  Schema s = unary_schema("Softplus", {1, 22}, "log(exp(x) + 1).", floating);
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0.6931472F, 1.3132616F, 0.31326166F})});
  s.example("far out", {}, {tensor<float>({2}, {-200, 200})}, {tensor<float>({2}, {0, 200})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return activations::softplus(x); });
}
}  // namespace

BYOM_OP(softplus) {
  return Op(schema())
      .infer(same_as_first)
      .translate(becomes("Activation", {{"activation", "softplus"}}))
      .kernel(compute);
}

}  // namespace byom::op_softplus
