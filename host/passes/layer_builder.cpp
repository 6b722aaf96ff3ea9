// The transactional builder behind byom_builder.
#include "host/passes/layer_builder.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "host/registry/infer_node.hpp"
#include "host/support/counted.hpp"

namespace byom::passes {

namespace {

Error refuse(std::string text) {
  return {BYOM_ERR_MODEL, std::move(text)};
}
Error misuse(std::string text) {
  return {BYOM_ERR_BUG, std::move(text)};
}

bool config_is_true(const ir::Node& layer, const byom_schema& schema, const std::string& key) {
  if (const ir::Attribute* a = ir::find_attribute(layer, key)) {
    const bool* flag = std::get_if<bool>(&a->value);
    return flag && *flag;
  }
  for (std::uint64_t i = 0; i < schema.n_attrs; ++i) {
    const byom_formal& formal = schema.attrs[i];
    if (ir::to_string(formal.name) == key && formal.preset.type == BYOM_ATTR_BOOL && formal.preset.v.i)
      return formal.preset.v.i[0] != 0;
  }
  return false;
}

// Outside of tensors, where the files' writers have a spelling for it.
bool has_infinite_number(const ir::Attribute& attribute) {
  const auto infinite = [](float number) { return !std::isfinite(number); };
  if (const auto* number = std::get_if<float>(&attribute.value)) return infinite(*number);
  if (const auto* numbers = std::get_if<std::vector<float>>(&attribute.value))
    return std::ranges::any_of(*numbers, infinite);
  if (const auto* list = std::get_if<ir::ListValue>(&attribute.value))
    return std::ranges::any_of(list->items, has_infinite_number);
  if (const auto* dict = std::get_if<ir::DictValue>(&attribute.value))
    return std::ranges::any_of(dict->items, has_infinite_number);
  return false;
}

bool holds_infinite_number(const ir::Tensor& constant) {
  return constant.dtype == BYOM_FLOAT &&
         !std::ranges::all_of(ir::contiguous(constant).elements<float>(),
                              [](float number) { return std::isfinite(number); });
}

}  // namespace

LayerBuilder::LayerBuilder(const ir::Graph& onnx, Translation& result, registry::Registry& registry,
                           registry::Session& session)
    : onnx_(onnx), result_(result), registry_(registry), session_(session) {}

void LayerBuilder::begin(const ir::Node& node) {
  node_ = &node;
  first_value_ = result_.graph.values.size();
  first_node_ = result_.graph.nodes.size();
  stated_.clear();
}

void LayerBuilder::roll_back() {
  for (std::size_t n = first_node_; n < result_.graph.nodes.size(); ++n)
    names_.erase(result_.graph.nodes[n].name);
  result_.graph.nodes.resize(first_node_);
  result_.graph.values.resize(first_value_);
  stated_.clear();
}

Result<byom_val> LayerBuilder::input(std::uint64_t i) {
  if (i >= node_->inputs.size() || node_->inputs[i] == ir::absent)
    return misuse("asks for input " + std::to_string(i) + ", which the node lacks");
  const ir::ValueId id = node_->inputs[i];
  const auto found = result_.tensors.find(id);
  if (found != result_.tensors.end()) return static_cast<byom_val>(found->second);
  if (onnx_.value(id).constant)
    return refuse(
        "input '" + onnx_.value(id).name +
        "' is a constant, which this operator's translation takes only as a tensor that a layer makes");
  return refuse("input '" + onnx_.value(id).name + "' comes from a node that was not translated");
}

Result<byom_val> LayerBuilder::model_input(std::uint64_t i) {
  if (i >= result_.graph.inputs.size())
    return misuse("asks for input " + std::to_string(i) + " of the model, which it lacks");
  return static_cast<byom_val>(result_.graph.inputs[i]);
}

ir::Tensor LayerBuilder::weight_tensor(const byom_tensor& view) const {
  ir::Tensor tensor;
  tensor.dtype = view.dtype;
  tensor.shape.assign(view.shape, view.shape + view.rank);
  if (view.strides) tensor.strides.assign(view.strides, view.strides + view.rank);
  const auto* data = static_cast<const std::byte*>(view.data);
  for (const ir::ValueId id : node_->inputs) {
    if (id == ir::absent || !onnx_.value(id).constant) continue;
    const ir::Tensor& constant = *onnx_.value(id).constant;
    if (data < constant.data || data >= constant.data + std::max<std::uint64_t>(constant.bytes(), 1))
      continue;
    tensor.data = data;
    tensor.owner = constant.owner;
    return tensor;
  }
  // Numbers of the plugin's own: its memory lasts for this call only.
  ir::Tensor copy = ir::make_tensor(tensor.dtype, tensor.shape);
  tensor.data = data;
  ir::copy_elements(tensor, 0, tensor.count(), ir::writable(copy));
  return copy;
}

std::string LayerBuilder::unique_name(const std::string& role) {
  const std::string base = "LAYER_" + std::to_string(node_->index) + (role.empty() ? "" : "." + role);
  std::string name = base;
  for (int k = 1; !names_.insert(name).second; ++k) name = base + "_" + std::to_string(k);
  return name;
}

Result<Done> LayerBuilder::check_weights(const ir::Node& layer, const registry::Op& op,
                                         std::size_t given) const {
  if (op.layer.size == 0) {
    if (given == 0) return done;
    return misuse("gives " + counted(given, "weight") + " to '" + layer.type + "', which is no layer");
  }
  std::size_t wanted = 0;
  for (std::uint64_t w = 0; w < op.layer.n_weights; ++w) {
    const std::string key = ir::to_string(op.layer.weights[w].enabled_by);
    if (key.empty() || config_is_true(layer, op.schemas.back(), key)) ++wanted;
  }
  if (wanted == given) return done;
  return misuse("gives " + counted(given, "weight") + " to '" + layer.type + "', which has " +
                std::to_string(wanted));
}

Result<Done> LayerBuilder::check_numbers(const ir::Node& layer) const {
  const auto found = std::ranges::find_if(layer.attributes, has_infinite_number);
  if (found == layer.attributes.end()) return done;
  const std::string text = "would become a layer '" + layer.type + "' with " + ir::text(*found) +
                           ", but a Keras file can hold neither NaN nor infinity";
  const bool models_own = std::ranges::any_of(node_->attributes, has_infinite_number) ||
                          std::ranges::any_of(node_->inputs, [&](ir::ValueId id) {
                            return id != ir::absent && onnx_.value(id).constant &&
                                   holds_infinite_number(*onnx_.value(id).constant);
                          });
  return models_own ? refuse(text + "; put a finite number into the model in its place") : misuse(text);
}

Result<std::vector<byom_val>> LayerBuilder::call(const byom_call& call) {
  ir::Node layer;
  layer.domain = ir::to_string(call.domain);
  layer.type = ir::to_string(call.type);
  layer.index = node_->index;
  layer.name = unique_name(ir::to_string(call.role));
  for (std::uint64_t i = 0; i < call.n_config; ++i) layer.attributes.push_back(ir::from_view(call.config[i]));
  BYOM_CHECK_OK(check_numbers(layer));
  BYOM_TRY(const registry::Op* op, registry_.op(layer.domain, layer.type));
  if (!op) return misuse("builds '" + layer.domain + "::" + layer.type + "', which no plugin defines");
  ir::Graph& graph = result_.graph;
  for (std::uint64_t i = 0; i < call.n_in; ++i) {
    if (call.in[i] >= graph.values.size()) return misuse("uses a tensor that does not exist");
    layer.inputs.push_back(static_cast<ir::ValueId>(call.in[i]));
  }
  BYOM_CHECK_OK(check_weights(layer, *op, call.n_weights));
  for (std::uint64_t i = 0; i < call.n_weights; ++i) {
    ir::Value weight;
    weight.constant = weight_tensor(call.weights[i]);
    weight.dtype = weight.constant->dtype;
    weight.rank = static_cast<std::int32_t>(weight.constant->shape.size());
    for (const std::int64_t extent : weight.constant->shape) weight.dims.push_back(ir::number(extent));
    weight.name = layer.name + "/" + std::to_string(i);
    layer.inputs.push_back(graph.add_value(std::move(weight)));
  }
  layer.weights = call.n_weights;
  layer.outputs.assign(call.n_out, ir::absent);
  for (std::uint64_t i = 0; i < call.n_out; ++i)
    layer.outputs[i] = graph.add_value({layer.name + (i ? "_" + std::to_string(i) : ""), 0, -1, {}, {}, {}});
  graph.nodes.push_back(layer);
  BYOM_TRY(const registry::Subject subject, registry::subject_of(graph, graph.nodes.back(), registry_));
  const auto violations = registry::schema_violations(subject);
  if (!violations.empty()) return misuse(violations.front());
  auto inferred = registry::infer_node(subject, session_);
  if (!inferred) return refuse(inferred.error().text);
  std::vector<byom_val> made;
  for (std::uint64_t i = 0; i < call.n_out; ++i) {
    ir::Value& value = graph.value(layer.outputs[i]);
    value.dtype = (*inferred)[i].dtype;
    value.rank = (*inferred)[i].rank;
    value.dims = std::move((*inferred)[i].dims);
    made.push_back(static_cast<byom_val>(layer.outputs[i]));
  }
  return made;
}

Result<ir::Value> LayerBuilder::describe(byom_val value) {
  if (value >= result_.graph.values.size()) return misuse("describes a tensor that does not exist");
  return result_.graph.values[value];
}

Result<Done> LayerBuilder::output(std::uint64_t i, byom_val value) {
  if (value >= result_.graph.values.size()) return misuse("makes an output of a tensor that does not exist");
  stated_[i] = static_cast<ir::ValueId>(value);
  return done;
}

Result<Done> LayerBuilder::commit() {
  for (std::size_t i = 0; i < node_->outputs.size(); ++i) {
    if (node_->outputs[i] == ir::absent) continue;
    const auto found = stated_.find(i);
    if (found == stated_.end()) return misuse("the translation makes no output " + std::to_string(i));
    const ir::Value& wanted = onnx_.value(node_->outputs[i]);
    const ir::Value& made = result_.graph.value(found->second);
    const bool same = wanted.dtype == made.dtype && wanted.rank == made.rank &&
                      std::ranges::equal(wanted.dims, made.dims, ir::same_dim);
    if (!same)
      return misuse("the translation makes " + ir::type_text(result_.graph, made) +
                    " where the operator infers " + ir::type_text(onnx_, wanted));
  }
  for (const auto& [i, value] : stated_)
    if (i < node_->outputs.size() && node_->outputs[i] != ir::absent)
      result_.tensors[node_->outputs[i]] = value;
  share_equal_layers();
  for (std::size_t n = first_node_; n < result_.graph.nodes.size(); ++n) {
    const auto op = registry_.op(result_.graph.nodes[n].domain, result_.graph.nodes[n].type);
    result_.made_by[result_.graph.nodes[n].name] = op ? registry::plugin_text(**op) : "";
  }
  return done;
}

// Tied weights stay tied: one layer called twice trains one set of weights.
void LayerBuilder::share_equal_layers() {
  for (std::size_t n = first_node_; n < result_.graph.nodes.size(); ++n) {
    ir::Node& layer = result_.graph.nodes[n];
    if (layer.weights == 0) continue;
    std::string content = layer.domain + "::" + layer.type;
    for (const ir::Attribute& attribute : layer.attributes) content += " " + ir::text(attribute);
    for (std::size_t w = layer.inputs.size() - layer.weights; w < layer.inputs.size(); ++w) {
      const ir::Tensor& tensor = *result_.graph.value(layer.inputs[w]).constant;
      content += " " + std::to_string(reinterpret_cast<std::uintptr_t>(tensor.data)) +
                 ir::shape_text(tensor.shape) + ir::shape_text(tensor.strides);
    }
    const auto [found, added] = layer_of_content_.emplace(content, layer.name);
    if (!added) {
      names_.erase(layer.name);
      layer.name = found->second;
    }
  }
}

}  // namespace byom::passes
