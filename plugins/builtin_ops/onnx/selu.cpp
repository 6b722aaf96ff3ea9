// Selu: gamma * x, below zero gamma * alpha * (exp(x) - 1).
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_selu {
namespace {

Schema schema() {
  Schema s = unary_schema("Selu", {6, 22}, "gamma * x, below zero gamma * alpha * (exp(x) - 1).", floating);
  s.attr("alpha", activations::selu_alpha, "minus the limit far below zero, over gamma");
  s.attr("gamma", activations::selu_gamma, "the slope above zero");
  s.example("defaults", {}, {tensor<float>({3}, {-1, 0, 1})},
            {tensor<float>({3}, {-1.1113307F, 0, 1.050701F})});
  s.example("own numbers", {{"alpha", 2.0F}, {"gamma", 3.0F}}, {tensor<float>({2}, {-100, 2})},
            {tensor<float>({2}, {-6, 6})});
  return s;
}

bool is(float a, float b) {
  return std::fabs(a - b) < 1e-6F;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const float alpha = node.real("alpha"), gamma = node.real("gamma");
  if (is(alpha, activations::selu_alpha) && is(gamma, activations::selu_gamma))
    return Vals{keras.layer("Activation", {{"activation", "selu"}}, {keras.input(0)})};
  const Val elu = keras.helper("elu", "ELU", {{"alpha", alpha}}, {keras.input(0)});
  return Vals{rescaled(keras, elu, gamma, 0)};
}

Result<Done> compute(const Node& node, Io& io) {
  const float alpha = node.real("alpha"), gamma = node.real("gamma");
  return map_each<AllFloats>(
      io, [=](auto x) { return decltype(x)(gamma) * activations::elu(x, decltype(x)(alpha)); });
}
}  // namespace

BYOM_OP(selu) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_selu
