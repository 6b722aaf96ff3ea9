// Which functions a recurrent operator's attributes name.
#include "plugins/builtin_ops/shared/recurrent_activation.hpp"

#include <string>

namespace byom {

namespace {

// ONNX's name, Keras's, and the numbers it takes, with those of the operator of that name where the node says
// none.
struct Row {
  const char *name, *keras;
  RecurrentFunction function;
  bool takes_alpha, takes_beta;
  float alpha, beta;
};
constexpr Row rows[] = {
    {"relu", "relu", RecurrentFunction::relu, false, false, 0, 0},
    {"tanh", "tanh", RecurrentFunction::tanh, false, false, 0, 0},
    {"sigmoid", "sigmoid", RecurrentFunction::sigmoid, false, false, 0, 0},
    {"affine", "linear", RecurrentFunction::affine, true, true, 1, 0},
    {"leakyrelu", "", RecurrentFunction::leaky_relu, true, false, 0.01F, 0},
    {"thresholdedrelu", "", RecurrentFunction::thresholded_relu, true, false, 1, 0},
    {"scaledtanh", "", RecurrentFunction::scaled_tanh, true, true, 1, 1},
    // Keras 2 has ONNX's numbers built in, Keras 3 others.
    {"hardsigmoid", "", RecurrentFunction::hard_sigmoid, true, true, 0.2F, 0.5F},
    {"elu", "elu", RecurrentFunction::elu, true, false, 1, 0},
    {"softsign", "softsign", RecurrentFunction::softsign, false, false, 0, 0},
    {"softplus", "softplus", RecurrentFunction::softplus, false, false, 0, 0},
};

const Row& row_of(RecurrentFunction function) {
  return *std::ranges::find(rows, function, &Row::function);
}

// Exporters differ in the case of names.
const Row* row_named(std::string name) {
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const auto* found = std::ranges::find_if(rows, [&](const Row& row) { return name == row.name; });
  return found == std::end(rows) ? nullptr : found;
}

}  // namespace

Result<std::vector<RecurrentActivation>> activations_of(const Node& node, std::int64_t directions,
                                                        const std::vector<RecurrentFunction>& defaults) {
  std::vector<const Row*> chosen;
  const auto names = node.read("activations");
  for (std::uint64_t i = 0; names && i < names->count; ++i) {
    const std::string name = text(names->v.s[i]);
    chosen.push_back(row_named(name));
    if (!chosen.back())
      return Node::fail("attribute 'activations' names '" + name + "', which ONNX does not define");
  }
  const std::size_t count = defaults.size() * static_cast<std::size_t>(directions);
  // RNN's default names two, one of which a single direction does not need.
  if (chosen.size() > count && defaults.size() == 1) chosen.resize(count);
  if (chosen.empty()) chosen.resize(count);
  if (chosen.size() != count)
    return Node::fail("attribute 'activations' has " + std::to_string(chosen.size()) + " names in place of " +
                      std::to_string(count));
  const std::vector<float> alphas = node.reals("activation_alpha"), betas = node.reals("activation_beta");
  std::size_t alpha = 0, beta = 0;  // each function takes the next of its numbers
  std::vector<RecurrentActivation> activations;
  for (std::size_t i = 0; i < count; ++i) {
    const Row& row = chosen[i] ? *chosen[i] : row_of(defaults[i % defaults.size()]);
    RecurrentActivation next{row.function, row.alpha, row.beta};
    if (row.takes_alpha && alpha < alphas.size()) next.alpha = alphas[alpha++];
    if (row.takes_beta && beta < betas.size()) next.beta = betas[beta++];
    activations.push_back(next);
  }
  return activations;
}

const char* keras_name(const RecurrentActivation& activation) {
  const Row& row = row_of(activation.function);
  const bool is_default = activation.alpha == row.alpha && activation.beta == row.beta;
  return is_default ? row.keras : "";
}

}  // namespace byom
