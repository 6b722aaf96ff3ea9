// SimpleRNN: Keras's layer that reads sequences into one state without gates.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/recurrent_layer.hpp"

namespace byom::op_keras_simple_rnn {
namespace {

Schema schema() {
  Schema s = recurrent_layer_schema("SimpleRNN", KerasCell::simple);
  s.doc("h = activation(x * kernel + h * recurrent_kernel + bias), step after step.");
  const Literal x = tensor<float>({1, 2, 1}, {1, -3}), kernel = tensor<float>({1, 1}, {2});
  const Literal recurrent = tensor<float>({1, 1}, {4}), bias = tensor<float>({1}, {1});
  s.example("every step", {{"units", 1}, {"activation", "relu"}, {"return_sequences", true}},
            {x, kernel, recurrent, bias}, {tensor<float>({1, 2, 1}, {3, 7})});
  s.example("backwards, with the state",
            {{"units", 1},
             {"activation", "linear"},
             {"use_bias", false},
             {"go_backwards", true},
             {"return_state", true}},
            {x, kernel, recurrent}, {tensor<float>({1, 1}, {-22}), tensor<float>({1, 1}, {-22})});
  return s;
}
}  // namespace

BYOM_OP(keras_simple_rnn) {
  return recurrent_layer(schema(), "SimpleRNN", KerasCell::simple);
}

}  // namespace byom::op_keras_simple_rnn
