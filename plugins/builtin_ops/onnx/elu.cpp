// Elu: x, below zero alpha * (exp(x) - 1).
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_elu {
namespace {

Schema schema() {
  Schema s = unary_schema("Elu", {6, 22}, "x, below zero alpha * (exp(x) - 1).", floating);
  s.attr("alpha", 1.0F, "minus the limit far below zero");
  s.example("alpha left out", {}, {tensor<float>({3}, {-1, 0, 2})},
            {tensor<float>({3}, {-0.63212056F, 0, 2})});
  s.example("alpha 2", {{"alpha", 2.0F}}, {tensor<float>({2}, {-100, 3})}, {tensor<float>({2}, {-2, 3})});
  return s;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  return Vals{keras.layer("ELU", {{"alpha", node.real("alpha")}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  const float alpha = node.real("alpha");
  return map_each<AllFloats>(io, [alpha](auto x) { return activations::elu(x, decltype(x)(alpha)); });
}
}  // namespace

BYOM_OP(elu) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_elu
