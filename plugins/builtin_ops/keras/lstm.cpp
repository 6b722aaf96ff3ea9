// LSTM: Keras's layer that reads sequences into a hidden state and a cell state.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/recurrent_layer.hpp"

namespace byom::op_keras_lstm {
namespace {

Schema schema() {
  Schema s = recurrent_layer_schema("LSTM", KerasCell::lstm);
  s.doc(
      "c = f * c + i * activation(candidate) and h = o * activation(c), with gates of x * kernel + h * "
      "recurrent_kernel + bias in the order i, f, candidate, o.");
  const Literal x = tensor<float>({1, 2, 1}, {1, -1}), kernel = tensor<float>({1, 4}, {0, 0, 1, 0});
  const Literal recurrent = tensor<float>({1, 4}, {0, 0, 0, 0}), bias = tensor<float>({4}, {0, 0, 1, 0});
  // All gates are half open: c is 0.5 * 2, then 0.5 * 1 + 0.5 * 0.
  s.example("the last step", {{"units", 1}, {"activation", "linear"}}, {x, kernel, recurrent, bias},
            {tensor<float>({1, 1}, {0.25F})});
  s.example("every step, backwards, and the states",
            {{"units", 1},
             {"activation", "linear"},
             {"use_bias", false},
             {"return_sequences", true},
             {"return_state", true},
             {"go_backwards", true}},
            {x, kernel, recurrent},
            {tensor<float>({1, 2, 1}, {-0.25F, 0.125F}), tensor<float>({1, 1}, {0.125F}),
             tensor<float>({1, 1}, {0.25F})});
  return s;
}
}  // namespace

BYOM_OP(keras_lstm) {
  return recurrent_layer(schema(), "LSTM", KerasCell::lstm);
}

}  // namespace byom::op_keras_lstm
