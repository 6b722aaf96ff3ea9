// GRU: a sequence read step by step into one state, through an update gate and a reset gate.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/recurrent_node.hpp"
#include "plugins/builtin_ops/shared/recurrent_run.hpp"

namespace byom::op_gru {
namespace {

const RecurrentKind& kind() {
  static const RecurrentKind gru{3, {RecurrentFunction::sigmoid, RecurrentFunction::tanh}, false};
  return gru;
}

Schema schema() {
  Schema s = recurrent_schema("GRU", {1, 3, 7, 14, 22}, kind(), "z, r, h");
  s.doc(
      "Each step: z and r are f(X * W + H * R + biases), the candidate is g of such a sum, of which the part "
      "of "
      "H is scaled by r; H is (1 - z) . candidate + z . H.");
  s.attr("linear_before_reset", std::int64_t{0}, "1: r scales H * R and its bias; 0: r scales H").from(3);
  const Literal x = tensor<float>({2, 1, 1}, {1, 2}), w = tensor<float>({1, 3, 1}, {0, 0, 1});
  const Literal r = tensor<float>({1, 3, 1}, {0, 0, 2}), b = tensor<float>({1, 6}, {0, 0, 1, 0, 0, 4});
  const AttrValue linear = std::vector<std::string>{"Sigmoid", "Affine"};
  const AttrValue one = std::vector<float>{1};
  // Both gates are half open. H is 0.5 * (1 + 1 + 4), then 0.5 * (2 + 1 + 4 + 2 * 0.5 * 3) + 0.5 * 3.
  s.example("r scales the state", {{"activations", linear}, {"activation_alpha", one}}, {x, w, r, b},
            {tensor<float>({2, 1, 1, 1}, {3, 6.5F}), tensor<float>({1, 1, 1}, {6.5F})});
  // H is 0.5 * (1 + 1 + 0.5 * 4), then 0.5 * (2 + 1 + 0.5 * (4 + 2 * 2)) + 0.5 * 2.
  s.example("r scales the product",
            {{"activations", linear}, {"activation_alpha", one}, {"linear_before_reset", 1}}, {x, w, r, b},
            {tensor<float>({2, 1, 1, 1}, {2, 4.5F}), tensor<float>({1, 1, 1}, {4.5F})});
  s.example("the batch first, backwards", {{"layout", 1}, {"direction", "reverse"}},
            {tensor<float>({1, 2, 1}, {7, 1}), tensor<float>({1, 3, 1}, {0, 0, 0}),
             tensor<float>({1, 3, 1}, {0, 0, 0}), tensor<float>({1, 6}, {0, 0, 1, 0, 0, 0})},
            {tensor<float>({1, 2, 1, 1}, {0.5711956F, 0.3807971F}), tensor<float>({1, 1, 1}, {0.5711956F})});
  return s;
}

bool resets_product(const Node& node) {
  return node.since() >= 3 && node.integer("linear_before_reset") != 0;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const bool reset_after = resets_product(node);
  return translate_recurrent(node, keras, kind(),
                             {"GRU", {0, 1, 2}, {{"reset_after", reset_after}}, reset_after});
}

// Gates stand in the order z, r, candidate.
template <class T>
void cell(const RecurrentStep<T>& s, bool after) {
  const std::int64_t n = s.units, columns = 3 * n;
  std::vector<T> products(static_cast<std::size_t>(s.samples * n)), kept(products.size());
  add_product(s.samples, 2 * n, n, s.hidden, s.recurrence, s.fed, columns, true);
  for (std::int64_t b = 0; b < s.samples; ++b) {
    T* gates = s.fed + b * columns;
    for (std::int64_t j = 0; j < 2 * n; ++j) gates[j] += s.recurrent_bias[j];
    activate(s.functions[0], s.clip, gates, 2 * n);
    for (std::int64_t j = 0; j < n; ++j)
      kept[static_cast<std::size_t>(b * n + j)] = s.hidden[b * n + j] * (after ? T{1} : gates[n + j]);
  }
  add_product(s.samples, n, n, kept.data(), s.recurrence + 2 * n * n, products.data(), n, false);
  for (std::int64_t b = 0; b < s.samples; ++b) {
    T *update = s.fed + b * columns, *reset = update + n, *candidate = reset + n;
    for (std::int64_t j = 0; j < n; ++j) {
      const T past = products[static_cast<std::size_t>(b * n + j)] + s.recurrent_bias[2 * n + j];
      candidate[j] += after ? reset[j] * past : past;
    }
    activate(s.functions[1], s.clip, candidate, n);
    for (std::int64_t j = 0; j < n; ++j)
      s.next_hidden[b * n + j] = (1 - update[j]) * candidate[j] + update[j] * s.hidden[b * n + j];
  }
}

Result<Done> compute(const Node& node, Io& io) {
  const bool after = resets_product(node);
  return run_recurrent(node, io, kind(), [after](const auto& step) { cell(step, after); });
}
}  // namespace

BYOM_OP(gru) {
  return Op(schema())
      .infer([](const Node& node) { return infer_recurrent(node, kind()); })
      .translate(translate)
      .kernel(compute);
}

}  // namespace byom::op_gru
