// LSTM: a sequence read step by step into a hidden state and a cell state, through four gates.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/recurrent_node.hpp"
#include "plugins/builtin_ops/shared/recurrent_run.hpp"

namespace byom::op_lstm {
namespace {

const RecurrentKind& kind() {
  static const RecurrentKind lstm{
      4, {RecurrentFunction::sigmoid, RecurrentFunction::tanh, RecurrentFunction::tanh}, true};
  return lstm;
}

Schema schema() {
  Schema s = recurrent_schema("LSTM", {1, 7, 14, 22}, kind(), "i, o, f, c");
  s.doc(
      "Each step: i, o and f are f(X * W + H * R + biases + P . C), the candidate is g of such a sum; "
      "C is f . C + i . candidate and H is o . h(C).");
  s.input("P", "as X", "[directions, 3 * units]: weights of the cell state in the gates i, o, f").optional();
  s.attr("input_forget", std::int64_t{0}, "1: the gate f is 1 - i");
  const Literal x = tensor<float>({2, 1, 1}, {1, -1}), w = tensor<float>({1, 4, 1}, {0, 0, 0, 1});
  const Literal r = tensor<float>({1, 4, 1}, {0, 0, 0, 0});
  const AttrValue linear = std::vector<std::string>{"Sigmoid", "Affine", "Affine"};
  const AttrValue ones = std::vector<float>{1, 1};
  // All gates are half open: C is 0.5 * 1, then 0.5 * 0.5 - 0.5 * 1.
  s.example("half open gates", {{"activations", linear}, {"activation_alpha", ones}}, {x, w, r},
            {tensor<float>({2, 1, 1, 1}, {0.25F, -0.125F}), tensor<float>({1, 1, 1}, {-0.125F}),
             tensor<float>({1, 1, 1}, {-0.25F})});
  s.example("from the last step to the first",
            {{"activations", linear}, {"activation_alpha", ones}, {"direction", "reverse"}}, {x, w, r},
            {tensor<float>({2, 1, 1, 1}, {0.125F, -0.25F}), tensor<float>({1, 1, 1}, {0.125F}),
             tensor<float>({1, 1, 1}, {0.25F})});
  s.example("the batch first", {{"layout", 1}, {"hidden_size", 1}}, {tensor<float>({1, 1, 1}, {1}), w, r},
            {tensor<float>({1, 1, 1, 1}, {0.18169974F}), tensor<float>({1, 1, 1}, {0.18169974F}),
             tensor<float>({1, 1, 1}, {0.38079708F})});
  s.example("tanh, in version 7", {}, {tensor<float>({1, 1, 1}, {1}), w, r},
            {tensor<float>({1, 1, 1, 1}, {0.18169974F})}, 7);
  return s;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  if (node.input(7).present()) return Node::fail("input 'P' is given: no Keras layer has peepholes");
  if (node.integer("input_forget") != 0)
    return Node::fail("attribute 'input_forget' is 1: no Keras layer couples these gates");
  return translate_recurrent(node, keras, kind(), {"LSTM", {0, 2, 3, 1}, {}, false});
}

// Gates stand in the order i, o, f, candidate.
template <class T>
void cell(const RecurrentStep<T>& s, bool coupled) {
  const std::int64_t n = s.units, columns = 4 * n;
  add_product(s.samples, columns, n, s.hidden, s.recurrence, s.fed, columns, true);
  for (std::int64_t b = 0; b < s.samples; ++b) {
    T* gates = s.fed + b * columns;
    const T* before = s.cell + b * n;
    T *state = s.next_cell + b * n, *hidden = s.next_hidden + b * n;
    for (std::int64_t j = 0; j < columns; ++j) gates[j] += s.recurrent_bias[j];
    const auto peep = [&](std::int64_t gate, const T* from) {
      for (std::int64_t j = 0; s.peepholes && j < n; ++j)
        gates[gate * n + j] += s.peepholes[gate * n + j] * from[j];
      activate(s.functions[0], s.clip, gates + gate * n, n);
    };
    peep(0, before);
    peep(2, before);
    activate(s.functions[1], s.clip, gates + 3 * n, n);
    for (std::int64_t j = 0; j < n; ++j) {
      const T forget = coupled ? 1 - gates[j] : gates[2 * n + j];
      state[j] = forget * before[j] + gates[j] * gates[3 * n + j];
    }
    peep(1, state);
    std::copy_n(state, n, hidden);
    activate(s.functions[2], s.clip, hidden, n);
    for (std::int64_t j = 0; j < n; ++j) hidden[j] *= gates[n + j];
  }
}

Result<Done> compute(const Node& node, Io& io) {
  const bool coupled = node.integer("input_forget") != 0;
  return run_recurrent(node, io, kind(), [coupled](const auto& step) { cell(step, coupled); });
}
}  // namespace

BYOM_OP(lstm) {
  return Op(schema())
      .infer([](const Node& node) { return infer_recurrent(node, kind()); })
      .translate(translate)
      .kernel(compute);
}

}  // namespace byom::op_lstm
