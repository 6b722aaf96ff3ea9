// Softsign: x / (1 + |x|).
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_softsign {
namespace {

Schema schema() {
  Schema s = unary_schema("Softsign", {1, 22}, "x / (1 + |x|).", floating, "input", "output");
  s.example("both signs", {}, {tensor<float>({3}, {0, 1, -3})}, {tensor<float>({3}, {0, 0.5F, -0.75F})});
  s.example("empty", {}, {tensor<float>({0}, {})}, {tensor<float>({0}, {})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return activations::softsign(x); });
}
}  // namespace

BYOM_OP(softsign) {
  return Op(schema())
      .infer(same_as_first)
      .translate(becomes("Activation", {{"activation", "softsign"}}))
      .kernel(compute);
}

}  // namespace byom::op_softsign
