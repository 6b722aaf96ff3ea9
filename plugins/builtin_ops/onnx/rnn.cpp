// RNN: a sequence read step by step into one state, without gates.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/recurrent_node.hpp"
#include "plugins/builtin_ops/shared/recurrent_run.hpp"

namespace byom::op_rnn {
namespace {

const RecurrentKind& kind() {
  static const RecurrentKind rnn{1, {RecurrentFunction::tanh}, false};
  return rnn;
}

Schema schema() {
  Schema s = recurrent_schema("RNN", {1, 7, 14, 22}, kind(), "one");
  s.doc("Each step: H is f(X * W + H * R + biases).");
  const Literal x = tensor<float>({2, 1, 1}, {1, -3}), w = tensor<float>({1, 1, 1}, {2});
  const Literal r = tensor<float>({1, 1, 1}, {4}), b = tensor<float>({1, 2}, {0.5F, 0.5F});
  const AttrValue relu = std::vector<std::string>{"Relu"};
  s.example("Relu", {{"activations", relu}}, {x, w, r, b},
            {tensor<float>({2, 1, 1, 1}, {3, 7}), tensor<float>({1, 1, 1}, {7})});
  s.example("Relu, from the last step to the first", {{"activations", relu}, {"direction", "reverse"}},
            {x, w, r, b}, {tensor<float>({2, 1, 1, 1}, {3, 0}), tensor<float>({1, 1, 1}, {3})});
  s.example(
      "both directions",
      {{"activations", std::vector<std::string>{"Relu", "Affine"}},
       {"activation_alpha", std::vector<float>{1}},
       {"direction", "bidirectional"},
       {"layout", 1}},
      {tensor<float>({1, 2, 1}, {1, -3}), tensor<float>({2, 1, 1}, {2, 1}), tensor<float>({2, 1, 1}, {4, 2})},
      {tensor<float>({1, 2, 2, 1}, {2, -5, 2, -3}), tensor<float>({1, 2, 1}, {2, -5})});
  s.example("tanh, in version 7", {}, {tensor<float>({1, 1, 1}, {0.5F}), w, r},
            {tensor<float>({1, 1, 1, 1}, {0.7615942F})}, 7);
  return s;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  return translate_recurrent(node, keras, kind(), {"SimpleRNN", {0}, {}, false});
}

template <class T>
void cell(const RecurrentStep<T>& s) {
  add_product(s.samples, s.units, s.units, s.hidden, s.recurrence, s.fed, s.units, true);
  for (std::int64_t b = 0; b < s.samples; ++b)
    for (std::int64_t j = 0; j < s.units; ++j)
      s.next_hidden[b * s.units + j] = s.fed[b * s.units + j] + s.recurrent_bias[j];
  activate(s.functions[0], s.clip, s.next_hidden, s.samples * s.units);
}

Result<Done> compute(const Node& node, Io& io) {
  return run_recurrent(node, io, kind(), [](const auto& step) { cell(step); });
}
}  // namespace

BYOM_OP(rnn) {
  return Op(schema())
      .infer([](const Node& node) { return infer_recurrent(node, kind()); })
      .translate(translate)
      .kernel(compute);
}

}  // namespace byom::op_rnn
