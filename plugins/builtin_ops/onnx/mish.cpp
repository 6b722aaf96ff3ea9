// Mish: x * tanh(log(1 + exp(x))).
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_mish {
namespace {

Schema schema() {
  Schema s = unary_schema("Mish", {18, 22}, "x * tanh(log(1 + exp(x))).", floating);
  s.example("the middle", {}, {tensor<float>({3}, {-1, 0, 1})},
            {tensor<float>({3}, {-0.30340147F, 0, 0.8650984F})});
  s.example("far away", {}, {tensor<float>({2}, {-200, 100})}, {tensor<float>({2}, {0, 100})});
  return s;
}

// Keras 2 has no mish.
Result<Vals> translate(const Node&, Keras& keras) {
  const Val x = keras.input(0);
  const Val softplus = keras.helper("softplus", "Activation", {{"activation", "softplus"}}, {x});
  const Val gate = keras.helper("gate", "Activation", {{"activation", "tanh"}}, {softplus});
  return Vals{combined(keras, {.operation = "ops.Multiply", .merge = "Multiply"}, x, gate)};
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return x * std::tanh(activations::softplus(x)); });
}
}  // namespace

BYOM_OP(mish) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_mish
