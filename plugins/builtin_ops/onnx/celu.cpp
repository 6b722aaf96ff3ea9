// Celu: x, below zero alpha * (exp(x / alpha) - 1).
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_celu {
namespace {

Schema schema() {
  Schema s = unary_schema("Celu", {12}, "x, below zero alpha * (exp(x / alpha) - 1).", "float");
  s.attr("alpha", 1.0F, "minus the limit far below zero");
  s.example("alpha left out", {}, {tensor<float>({3}, {-1, 0, 2})},
            {tensor<float>({3}, {-0.63212056F, 0, 2})});
  s.example("alpha 2", {{"alpha", 2.0F}}, {tensor<float>({2}, {-2, 3})},
            {tensor<float>({2}, {-1.2642411F, 3})});
  return s;
}

// alpha * elu(x / alpha) is the same function, for a positive alpha.
Result<Vals> translate(const Node& node, Keras& keras) {
  const float alpha = node.real("alpha");
  if (!(alpha > 0)) return Node::fail("attribute 'alpha' is not positive: Keras has no such activation");
  if (alpha == 1) return Vals{keras.layer("ELU", {{"alpha", 1.0F}}, {keras.input(0)})};
  const Val narrow = rescaled(keras, keras.input(0), 1 / alpha, 0, "narrow");
  return Vals{rescaled(keras, keras.helper("elu", "ELU", {{"alpha", 1.0F}}, {narrow}), alpha, 0)};
}

Result<Done> compute(const Node& node, Io& io) {
  const float alpha = node.real("alpha");
  return map_elements<Types<float>>(
      io, [alpha](float x) { return std::max(x, 0.0F) + std::min(alpha * std::expm1(x / alpha), 0.0F); });
}
}  // namespace

BYOM_OP(celu) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_celu
