// A graph of layer nodes as one Keras file sees it.
#include "host/keras/model.hpp"

#include <algorithm>
#include <unordered_map>

#include "host/keras/layer_order.hpp"
#include "host/keras/names.hpp"
#include "host/support/counted.hpp"
#include "host/support/exit.hpp"

namespace byom::keras {
namespace {

const char* format_of(std::int32_t dialect) {
  return dialect == BYOM_DIALECT_KERAS3 ? ".keras" : ".h5 and .tltb";
}

bool is_call_argument(const byom_form& form, const std::string& key) {
  const byom_key* found = find_key(form, key);
  return found && (found->flags & BYOM_KEY_CALL_ARGUMENT);
}

// Same configuration and weights; arguments of the call may differ from call to call.
bool same_layer(const ir::Graph& graph, const ir::Node& a, const ir::Node& b, const byom_form* form) {
  if (a.domain != b.domain || a.type != b.type || a.weights != b.weights || a.trainable != b.trainable)
    return false;
  const auto covers = [form](const ir::Node& whole, const ir::Node& part) {
    return std::all_of(part.attributes.begin(), part.attributes.end(), [&](const ir::Attribute& attribute) {
      const ir::Attribute* other = ir::find_attribute(whole, attribute.name);
      return (form && is_call_argument(*form, attribute.name)) ||
             (other && ir::same_value(*other, attribute));
    });
  };
  if (!covers(a, b) || !covers(b, a)) return false;
  for (std::size_t i = 1; i <= a.weights; ++i) {
    const ir::ValueId left = a.inputs[a.inputs.size() - i], right = b.inputs[b.inputs.size() - i];
    if (left == right) continue;
    const auto& one = graph.value(left).constant;
    const auto& two = graph.value(right).constant;
    if (!one || !two || !ir::same_content(*one, *two)) return false;
  }
  return true;
}

// Builds the model layer by layer; `layers_` starts in order of first calls.
class Planner {
 public:
  Planner(const ir::Graph& graph, std::int32_t dialect, LayerSource& source)
      : graph_(graph), source_(source), names_({"top_level_model_weights"}) {
    model_.graph = &graph;
    model_.dialect = dialect;
    model_.name = safe_name(graph.name, "model");
  }

  Result<Model> plan() {
    std::vector<std::int32_t> layer_of_node(graph_.nodes.size());
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n) {
      const auto [it, is_new] =
          by_name_.try_emplace(graph_.nodes[n].name, static_cast<std::int32_t>(layers_.size()));
      if (is_new) layers_.emplace_back();
      layer_of_node[n] = it->second;
    }
    const LayerOrder order = layer_order(graph_, layer_of_node);
    for (std::size_t n = 0; n < graph_.nodes.size(); ++n)
      if (order.live[n])
        layers_[static_cast<std::size_t>(layer_of_node[n])].calls.push_back(static_cast<int>(n));
    BYOM_CHECK_OK(find_forms());
    name_layers();
    const auto inputs = static_cast<std::int32_t>(graph_.inputs.size());
    for (const std::int32_t i : order.layers)
      model_.layers.push_back(std::move(i < inputs ? input_layers_[static_cast<std::size_t>(i)]
                                                   : layers_[static_cast<std::size_t>(i - inputs)]));
    find_makers();
    BYOM_CHECK_OK(check_uses());
    return std::move(model_);
  }

 private:
  Result<Done> find_forms() {
    std::string missing;
    for (Layer& layer : layers_) {
      if (layer.calls.empty()) continue;
      const ir::Node& node = model_.node(layer);
      BYOM_TRY(layer.op, source_.op(node.domain, node.type));
      layer.form = layer.op ? layer.op->form(model_.dialect) : nullptr;
      if (!layer.form) {
        missing += "\n  " + ir::describe(graph_, node);
        continue;
      }
      for (std::size_t i = 1; i < layer.calls.size(); ++i)
        if (!same_layer(graph_, node, model_.node(layer, i), layer.form))
          return fail(exit_bug, "two different layers are called '" + node.name + "'");
      BYOM_CHECK_OK(find_weights(layer));
    }
    if (missing.empty()) return done;
    return fail(exit_unsupported, std::string("the formats ") + format_of(model_.dialect) +
                                      " have no form for these layers (another --format may):" + missing);
  }

  Result<Done> find_weights(Layer& layer) {
    const ir::Node& node = model_.node(layer);
    layer.weights = enabled_weights(*layer.op, node.attributes);
    if (node.weights > 0 && layer.is_operation())
      return fail(exit_plugin, ir::describe(graph_, node) + " has " + counted(node.weights, "weight") +
                                   ", but operations of Keras 3 have none; give the operator a class of "
                                   "layers as its form (keras3, custom)");
    if (node.weights != layer.weights.size() || node.weights > node.inputs.size())
      return fail(exit_bug, ir::describe(graph_, node) + " has " + counted(node.weights, "weight") +
                                ", but its configuration stands for " + std::to_string(layer.weights.size()));
    for (const ir::ValueId id : weight_values(model_, layer))
      if (id == ir::absent || !graph_.value(id).constant)
        return fail(exit_bug, ir::describe(graph_, node) + " has a weight without a value");
    return done;
  }

  // Inputs choose first: users know their names.
  void name_layers() {
    for (std::size_t i = 0; i < graph_.inputs.size(); ++i) {
      Layer layer;
      layer.input = static_cast<std::int32_t>(i);
      layer.name = names_.take(safe_name(graph_.value(graph_.inputs[i]).name, "input"));
      input_layers_.push_back(std::move(layer));
    }
    for (Layer& layer : layers_)
      if (!layer.calls.empty()) layer.name = names_.take(safe_name(model_.node(layer).name, "layer"));
  }

  void find_makers() {
    model_.makers.resize(graph_.values.size());
    for (std::size_t l = 0; l < model_.layers.size(); ++l) {
      const Layer& layer = model_.layers[l];
      const auto id = static_cast<std::int32_t>(l);
      if (layer.input >= 0) maker(graph_.inputs[static_cast<std::size_t>(layer.input)]) = {id, 0, 0};
      for (std::size_t c = 0; c < layer.calls.size(); ++c) {
        const std::vector<ir::ValueId>& outputs = model_.node(layer, c).outputs;
        for (std::size_t o = 0; o < outputs.size(); ++o)
          if (outputs[o] != ir::absent)
            maker(outputs[o]) = {id, static_cast<std::int32_t>(c), static_cast<std::int32_t>(o)};
      }
    }
  }
  Maker& maker(ir::ValueId id) { return model_.makers[static_cast<std::size_t>(id)]; }

  Result<Done> check_uses() {
    for (const Layer& layer : model_.layers)
      for (std::size_t c = 0; c < layer.calls.size(); ++c)
        for (const ir::ValueId id : call_tensors(model_.node(layer, c)))
          if (id != ir::absent && maker(id).layer < 0)
            return fail(exit_bug, ir::describe(graph_, model_.node(layer, c)) + " takes '" +
                                      graph_.value(id).name + "', which no layer makes");
    for (const ir::ValueId id : graph_.outputs)
      if (id == ir::absent || maker(id).layer < 0)
        return fail(exit_bug,
                    "no layer makes output '" + (id == ir::absent ? "" : graph_.value(id).name) + "'");
    return done;
  }

  const ir::Graph& graph_;
  LayerSource& source_;
  Model model_;
  UniqueNames names_;
  std::unordered_map<std::string, std::int32_t> by_name_;
  std::vector<Layer> layers_, input_layers_;
};

bool is_true(const ir::Attribute& attribute) {
  if (const bool* flag = std::get_if<bool>(&attribute.value)) return *flag;
  const std::int64_t* number = std::get_if<std::int64_t>(&attribute.value);
  return number && *number != 0;
}

// A switch that the configuration leaves out has the schema's default, else Keras's, which is "on" for all of
// them.
bool is_enabled(const registry::Op& op, const std::vector<ir::Attribute>& attributes,
                const std::string& key) {
  const auto given = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const ir::Attribute& attribute) { return attribute.name == key; });
  if (given != attributes.end()) return is_true(*given);
  if (op.schemas.empty()) return true;
  const byom_schema& schema = op.schemas.back();
  for (std::uint64_t i = 0; i < schema.n_attrs; ++i)
    if (ir::to_string(schema.attrs[i].name) == key && schema.attrs[i].preset.type != 0)
      return is_true(ir::from_view(schema.attrs[i].preset));
  return true;
}

}  // namespace

std::string Model::class_name(const Layer& layer) const {
  return layer.form ? ir::to_string(layer.form->class_name) : "InputLayer";
}

Result<Model> plan_model(const ir::Graph& graph, std::int32_t dialect, LayerSource& source) {
  return Planner(graph, dialect, source).plan();
}

std::vector<ir::ValueId> weight_values(const Model& model, const Layer& layer) {
  if (layer.calls.empty()) return {};
  const ir::Node& node = model.node(layer);
  return {node.inputs.end() - static_cast<std::ptrdiff_t>(node.weights), node.inputs.end()};
}

std::vector<ir::ValueId> call_tensors(const ir::Node& node) {
  return {node.inputs.begin(), node.inputs.end() - static_cast<std::ptrdiff_t>(node.weights)};
}

std::vector<const byom_weight*> enabled_weights(const registry::Op& op,
                                                const std::vector<ir::Attribute>& attributes) {
  std::vector<const byom_weight*> enabled;
  for (std::uint64_t i = 0; i < op.layer.n_weights; ++i) {
    const byom_weight& weight = op.layer.weights[i];
    if (weight.enabled_by.n == 0 || is_enabled(op, attributes, ir::to_string(weight.enabled_by)))
      enabled.push_back(&weight);
  }
  return enabled;
}

const byom_key* find_key(const byom_form& form, const std::string& key) {
  for (std::uint64_t i = 0; i < form.n_keys; ++i)
    if (ir::to_string(form.keys[i].key) == key) return &form.keys[i];
  return nullptr;
}

}  // namespace byom::keras
