// ONNX's recurrent operators as Keras layers: one layer a direction, and what brings the axes into ONNX's
// order.
#include <algorithm>
#include <optional>
#include <string>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/parameter.hpp"
#include "plugins/builtin_ops/shared/recurrent_node.hpp"
#include "plugins/builtin_ops/shared/repeating.hpp"

namespace byom {

namespace {

using Floats = std::vector<float>;

bool all_zero(const Desc& input) {
  return input.known && std::ranges::all_of(elements_of<float>(*input.known), [](float v) { return v == 0; });
}

// Why no Keras layer computes the node; empty: one does.
std::string hindrance(const Node& node, const RecurrentShape& s) {
  if (node.input(0).dtype != BYOM_FLOAT) return "Keras's layer is checked for tensors of type float only";
  for (const std::size_t i : {1U, 2U, 3U})
    if (node.input(i).present() && !node.input(i).known)
      return "its weights are computed by the model; a Keras layer needs constants";
  if (node.has("clip")) return "attribute 'clip' is given: no Keras layer limits what its activations get";
  const Desc lengths = node.input(4);
  if (!lengths.present()) return "";
  const bool full = lengths.known && std::ranges::all_of(elements_of<std::int32_t>(*lengths.known),
                                                         [&](std::int64_t n) { return n == s.steps; });
  return full ? ""
              : "input 'sequence_lens' may end a sequence early; a Keras layer reads all steps of every "
                "sequence";
}

// Keras's names of the activations, one a function: the same in every direction. The functions behind the
// first are one key of Keras.
Result<Attrs> keras_functions(const Node& node, const RecurrentShape& s, const RecurrentKind& kind,
                              std::int64_t d) {
  BYOM_TRY(const auto all, activations_of(node, s.directions, kind.functions));
  const std::size_t n = kind.functions.size();
  std::vector<std::string> names;
  for (std::size_t i = 0; i < n; ++i) {
    names.emplace_back(keras_name(all[static_cast<std::size_t>(d) * n + i]));
    if (names.back().empty())
      return Node::fail("attribute 'activations' names a function that Keras 2 and 3 do not both have");
  }
  if (n == 3 && names[1] != names[2])
    return Node::fail("attribute 'activations' names " + names[1] + " for the candidate and " + names[2] +
                      " for the output; a Keras layer has one function for both");
  if (n == 1) return Attrs{{"activation", names[0]}};
  return Attrs{{"activation", names[1]}, {"recurrent_activation", names[0]}};
}

// Rows [gates * units, columns] of one direction as Keras has them: columns first, its order of gates.
Literal kernel_of(const byom_tensor& constant, std::int64_t d, const std::vector<std::int64_t>& order,
                  std::int64_t units) {
  const Floats all = elements_of<float>(constant);
  const std::int64_t gates = std::ssize(order), columns = constant.shape[2];
  const float* first = all.data() + d * gates * units * columns;
  Floats kernel(static_cast<std::size_t>(columns * gates * units));
  auto to = kernel.begin();
  for (std::int64_t c = 0; c < columns; ++c)
    for (const std::int64_t gate : order)
      for (std::int64_t u = 0; u < units; ++u) *to++ = first[(gate * units + u) * columns + c];
  return tensor<float>({columns, gates * units}, kernel);
}

Literal bias_of(const byom_tensor& constant, std::int64_t d, const RecurrentLayers& layers,
                std::int64_t units) {
  const Floats all = elements_of<float>(constant);
  const std::int64_t columns = std::ssize(layers.order) * units;
  Floats of[2];
  for (const std::int64_t part : {0, 1})
    for (const std::int64_t gate : layers.order)
      for (std::int64_t u = 0; u < units; ++u)
        of[part].push_back(all[static_cast<std::size_t>((2 * d + part) * columns + gate * units + u)]);
  if (layers.separate_bias) {
    of[0].insert(of[0].end(), of[1].begin(), of[1].end());
    return tensor<float>({2, columns}, of[0]);
  }
  // Both always stand in the same sum.
  std::ranges::transform(of[0], of[1], of[0].begin(), std::plus<float>());
  return tensor<float>({columns}, of[0]);
}

// What becomes of one node: its layers in the making.
class Translation {
 public:
  Translation(const Node& node, Keras& keras, const RecurrentKind& kind, const RecurrentLayers& layers,
              const RecurrentShape& shape)
      : node_(node), keras_(keras), kind_(kind), layers_(layers), s_(shape) {}

  Result<Vals> run() {
    x_ = keras_.input(0);
    if (!s_.batch_first)
      x_ = keras_.helper("batch_first", "ops.Transpose", {{"axes", axes({1, 0, 2})}}, {x_});
    BYOM_CHECK_OK(read_states());
    Vals sequences, states[2];
    for (std::int64_t d = 0; d < s_.directions; ++d) {
      BYOM_TRY(const Vals made, direction(d));
      if (wants_sequence())
        sequences.push_back(
            runs_backwards(node_, d) ? keras_.helper("flip", "ops.Flip", {{"axis", 1}}, {made[0]}) : made[0]);
      for (std::size_t i = 1; i < made.size(); ++i) states[i - 1].push_back(made[i]);
    }
    Vals outputs;
    if (node_.outputs() > 0) outputs.push_back(wants_sequence() ? sequence(sequences) : Val{});
    for (std::size_t o = 1; o < node_.outputs(); ++o)
      outputs.push_back(node_.wanted(o) ? state(o == 1 ? "hidden" : "cell", states[o - 1]) : Val{});
    return outputs;
  }

 private:
  static std::vector<std::int64_t> axes(std::vector<std::int64_t> order) { return order; }
  [[nodiscard]] bool wants_sequence() const { return node_.wanted(0); }
  [[nodiscard]] bool wants_state(std::size_t o) const { return o < node_.outputs() && node_.wanted(o); }

  // The initial states as tensors; none where all are zero, which is what a layer begins with.
  Result<Done> read_states() {
    const std::size_t count = kind_.has_cell ? 2 : 1;
    bool any = false;
    for (std::size_t i = 5; i < 5 + count; ++i)
      any = any || (node_.input(i).present() && !all_zero(node_.input(i)));
    for (std::size_t i = 5; any && i < 5 + count; ++i) {
      BYOM_TRY(const Val state, initial_state(i));
      initial_.push_back(state);
    }
    return done;
  }

  // Input i for every sample.
  Result<Val> initial_state(std::size_t i) {
    const std::string role = i == 5 ? "initial_h" : "initial_c";
    const Desc input = node_.input(i);
    if (input.present() && !input.known) return keras_.input(i);
    const std::size_t batch = s_.batch_first ? 0 : 1;
    const Literal zeros = tensor<float>(
        s_.batch_first ? axes({1, s_.directions, s_.units}) : axes({s_.directions, 1, s_.units}),
        Floats(static_cast<std::size_t>(s_.directions * s_.units)));
    const byom_tensor constant = input.present() ? *input.known : AttrViews::tensor(zeros);
    if (!s_.samples.is_number()) return constant_for_every_sample(node_, keras_, constant, batch, 3, role);
    return parameter(node_, keras_, constant, x_, role);
  }

  // What the layer of direction d makes: its sequence or last hidden state, then the states that are wanted.
  Result<Vals> direction(std::int64_t d) {
    const std::string role = runs_backwards(node_, d) ? "backward" : "forward";
    const bool with_states = wants_state(2) || (wants_sequence() && wants_state(1));
    Attrs config{{"units", s_.units}};
    BYOM_TRY(const Attrs functions, keras_functions(node_, s_, kind_, d));
    config.insert(config.end(), functions.begin(), functions.end());
    config.insert(config.end(), layers_.config.begin(), layers_.config.end());
    const Desc bias = node_.input(3);
    config.emplace_back("use_bias", bias.present());
    config.emplace_back("return_sequences", wants_sequence());
    config.emplace_back("return_state", with_states);
    config.emplace_back("go_backwards", runs_backwards(node_, d));
    std::vector<Weight> weights{kernel_of(*node_.input(1).known, d, layers_.order, s_.units),
                                kernel_of(*node_.input(2).known, d, layers_.order, s_.units)};
    if (bias.present()) weights.emplace_back(bias_of(*bias.known, d, layers_, s_.units));
    Vals in{x_};
    std::string type = layers_.type;
    if (!initial_.empty()) {
      config.emplace_back("kind", type);
      type = "RecurrentFromState";
      for (const Val state : initial_) in.push_back(of_direction(role, state, d));
    }
    if (with_states) return keras_.helpers(role, type, config, in, weights, kind_.has_cell ? 3 : 2);
    const Val made = keras_.helper(role, type, config, in, weights);
    return wants_state(1) ? Vals{made, made} : Vals{made};
  }

  // [N, units] of a state of all directions.
  Val of_direction(const std::string& role, Val state, std::int64_t d) {
    const AttrValue all =
        AttrValue::Dict{{"class_name", "config"},
                        {"__slice__", AttrValue::Dict{{"start", "stop", "step"}, {none, none, none}}}};
    const AttrValue::List key = s_.batch_first ? AttrValue::List{all, d, all} : AttrValue::List{d, all, all};
    return keras_.helper(role + ".state", "ops.GetItem", {{"key", key}}, {state});
  }

  Val joined(const std::string& role, const Vals& parts) {
    return parts.size() == 1 ? parts[0] : keras_.helper(role, "Concatenate", {{"axis", -1}}, parts);
  }

  // [N, steps, units] of each direction as output 0.
  Val sequence(const Vals& parts) {
    const Attrs shape{{"target_shape", axes({s_.steps, s_.directions, s_.units})}};
    const Val both = joined("joined", parts);
    if (s_.batch_first) return keras_.layer("Reshape", shape, {both});
    return keras_.layer("ops.Transpose", {{"axes", axes({1, 2, 0, 3})}},
                        {keras_.helper("directions", "Reshape", shape, {both})});
  }

  // [N, units] of each direction as an output.
  Val state(const std::string& role, const Vals& parts) {
    const Attrs shape{{"target_shape", axes({s_.directions, s_.units})}};
    const Val by_direction =
        keras_.helper(role + ".directions", "Reshape", shape, {joined(role + ".joined", parts)});
    if (s_.batch_first) return by_direction;
    return keras_.helper(role, "ops.Transpose", {{"axes", axes({1, 0, 2})}}, {by_direction});
  }

  const Node& node_;
  Keras& keras_;
  const RecurrentKind& kind_;
  const RecurrentLayers& layers_;
  const RecurrentShape s_;
  Val x_;
  Vals initial_;
};

}  // namespace

Result<Vals> translate_recurrent(const Node& node, Keras& keras, const RecurrentKind& kind,
                                 const RecurrentLayers& layers) {
  BYOM_TRY(const RecurrentShape shape, recurrent_shape(node, kind));
  if (const std::string why = hindrance(node, shape); !why.empty()) return Node::fail(why);
  return Translation(node, keras, kind, layers, shape).run();
}

}  // namespace byom
