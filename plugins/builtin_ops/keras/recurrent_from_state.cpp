// RecurrentFromState: one of Keras's recurrent layers that begins with given states.
#include <string>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/recurrent_layer.hpp"

namespace byom::op_keras_recurrent_from_state {
namespace {

// Keras 3 takes the states of an LSTM as a list within the call's arguments, Keras 2 as further tensors, and
// neither reads the other's files.
constexpr const char* python = R"py(class RecurrentFromState(layers.Layer):
    """An LSTM, GRU or SimpleRNN whose call takes [sequences, state, ...]."""

    def __init__(self, kind, units, activation="tanh", recurrent_activation="sigmoid", use_bias=True, reset_after=True,
                 return_sequences=False, return_state=False, go_backwards=False, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros", **kwargs):
        super().__init__(**kwargs)
        self.kind = kind
        self.units = units
        options = {"activation": activation, "use_bias": use_bias, "return_sequences": return_sequences,
                   "return_state": return_state, "go_backwards": go_backwards, "kernel_initializer": kernel_initializer,
                   "recurrent_initializer": recurrent_initializer, "bias_initializer": bias_initializer}
        if kind != "SimpleRNN":
            options["recurrent_activation"] = recurrent_activation
        if kind == "GRU":
            options["reset_after"] = reset_after
        self.layer = getattr(layers, kind)(units, **options)

    def build(self, input_shape):
        self.layer.build(tuple(input_shape[0]))
        super().build(input_shape)

    def call(self, inputs):
        sequences, states = inputs[0], inputs[1:]
        batch = (ops or tf).shape(sequences)[0]
        states = [(ops or tf).broadcast_to(state, (batch, self.units)) for state in states]
        return self.layer(sequences, initial_state=states if len(states) > 1 else states[0])

    def get_config(self):
        inner = self.layer.get_config()
        keys = ("units", "activation", "recurrent_activation", "use_bias", "reset_after", "return_sequences", "return_state",
                "go_backwards", "kernel_initializer", "recurrent_initializer", "bias_initializer")
        return {**super().get_config(), "kind": self.kind, **{key: inner[key] for key in keys if key in inner}}
)py";

Schema schema() {
  // What all kinds have: the keys of GRU are those of the others and one more.
  Schema s = recurrent_layer_schema("RecurrentFromState", KerasCell::gru, "initial_states");
  s.doc("The layer named by `kind` from given states: LSTM takes two, h and c, GRU and SimpleRNN one.");
  s.attr_of(BYOM_ATTR_STRING, "kind", "LSTM, GRU or SimpleRNN");
  const Literal x = tensor<float>({1, 1, 1}, {1}), state = tensor<float>({1, 1}, {3});
  s.example("SimpleRNN", {{"kind", "SimpleRNN"}, {"units", 1}, {"activation", "linear"}, {"use_bias", false}},
            {x, state, tensor<float>({1, 1}, {2}), tensor<float>({1, 1}, {5})},
            {tensor<float>({1, 1}, {17})});
  // All gates are half open: c is 0.5 * 8 + 0.5 * 1.
  s.example("LSTM", {{"kind", "LSTM"}, {"units", 1}, {"activation", "linear"}, {"use_bias", false}},
            {x, state, tensor<float>({1, 1}, {8}), tensor<float>({1, 4}, {0, 0, 1, 0}),
             tensor<float>({1, 4}, {0, 0, 0, 0})},
            {tensor<float>({1, 1}, {2.25F})});
  // h is 0.5 * 3 + 0.5 * (1 + 0.5 * 2 * 3).
  s.example("GRU", {{"kind", "GRU"}, {"units", 1}, {"activation", "linear"}, {"use_bias", false}},
            {x, state, tensor<float>({1, 3}, {0, 0, 1}), tensor<float>({1, 3}, {0, 0, 2})},
            {tensor<float>({1, 1}, {3.5F})});
  return s;
}

Result<KerasCell> cell_of(const Node& node) {
  const std::string kind = node.string("kind");
  if (kind != "GRU") node.ignore("reset_after", "only a GRU has it");
  if (kind == "LSTM") return KerasCell::lstm;
  if (kind == "GRU") return KerasCell::gru;
  if (kind != "SimpleRNN") return Node::fail("there is no kind '" + kind + "'");
  node.ignore("recurrent_activation", "a SimpleRNN has no gates");
  return KerasCell::simple;
}

std::size_t states_of(KerasCell cell) {
  return cell == KerasCell::lstm ? 2 : 1;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const KerasCell cell, cell_of(node));
  return infer_recurrent_layer(node, cell, states_of(cell));
}

Result<Done> compute(const Node& node, Io& io) {
  BYOM_TRY(const KerasCell cell, cell_of(node));
  return run_recurrent_layer(node, io, cell, states_of(cell));
}
}  // namespace

BYOM_OP(keras_recurrent_from_state) {
  Layer layer;
  layer.custom("RecurrentFromState", python, {BYOM_DIALECT_KERAS3, BYOM_DIALECT_KERAS2}).takes_list();
  return Op(schema()).infer(infer).kernel(compute).layer(add_recurrent_weights(layer, "layer/cell/"));
}

}  // namespace byom::op_keras_recurrent_from_state
