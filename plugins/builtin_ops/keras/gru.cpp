// GRU: Keras's layer that reads sequences into one state through an update gate and a reset gate.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/recurrent_layer.hpp"

namespace byom::op_keras_gru {
namespace {

Schema schema() {
  Schema s = recurrent_layer_schema("GRU", KerasCell::gru);
  s.doc(
      "h = z * h + (1 - z) * activation(candidate), with gates of x * kernel + h * recurrent_kernel + bias "
      "in the "
      "order z, r, candidate; r scales what h gives to the candidate.");
  const Literal x = tensor<float>({1, 2, 1}, {1, 2}), kernel = tensor<float>({1, 3}, {0, 0, 1});
  const Literal recurrent = tensor<float>({1, 3}, {0, 0, 2});
  // Both gates are half open. h is 0.5 * (1 + 1 + 0.5 * 4), then 0.5 * (2 + 1 + 0.5 * (4 + 2 * 2)) + 0.5 * 2.
  s.example("r scales the product", {{"units", 1}, {"activation", "linear"}, {"return_sequences", true}},
            {x, kernel, recurrent, tensor<float>({2, 3}, {0, 0, 1, 0, 0, 4})},
            {tensor<float>({1, 2, 1}, {2, 4.5F})});
  // h is 0.5 * (1 + 5), then 0.5 * (2 + 5 + 2 * 0.5 * 3) + 0.5 * 3.
  s.example("r scales the state",
            {{"units", 1}, {"activation", "linear"}, {"reset_after", false}, {"return_state", true}},
            {x, kernel, recurrent, tensor<float>({3}, {0, 0, 5})},
            {tensor<float>({1, 1}, {6.5F}), tensor<float>({1, 1}, {6.5F})});
  return s;
}
}  // namespace

BYOM_OP(keras_gru) {
  return recurrent_layer(schema(), "GRU", KerasCell::gru);
}

}  // namespace byom::op_keras_gru
