// What the configurations of both dialects have in common.
#include "host/keras/config_values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "host/ir/tensor_json.hpp"
#include "host/support/exit.hpp"

namespace byom::keras {
namespace {

constexpr std::array<std::pair<std::int32_t, const char*>, 14> dtype_names{{{BYOM_FLOAT, "float32"},
                                                                            {BYOM_UINT8, "uint8"},
                                                                            {BYOM_INT8, "int8"},
                                                                            {BYOM_UINT16, "uint16"},
                                                                            {BYOM_INT16, "int16"},
                                                                            {BYOM_INT32, "int32"},
                                                                            {BYOM_INT64, "int64"},
                                                                            {BYOM_STRING, "string"},
                                                                            {BYOM_BOOL, "bool"},
                                                                            {BYOM_FLOAT16, "float16"},
                                                                            {BYOM_DOUBLE, "float64"},
                                                                            {BYOM_UINT32, "uint32"},
                                                                            {BYOM_UINT64, "uint64"},
                                                                            {BYOM_BFLOAT16, "bfloat16"}}};

Json tensor_json(const ir::Tensor& tensor) {
  return {{"class_name", "__numpy__"},
          {"config", {{"value", ir::elements_json(tensor)}, {"dtype", keras_dtype(tensor.dtype)}}}};
}

struct ValueJson {
  std::optional<Json> operator()(const ir::NoneValue&) const { return Json(nullptr); }
  std::optional<Json> operator()(float number) const {
    if (!std::isfinite(number)) return std::nullopt;
    return Json(ir::with_few_digits(number));
  }
  std::optional<Json> operator()(const ir::Tensor& tensor) const { return tensor_json(tensor); }
  std::optional<Json> operator()(const std::shared_ptr<ir::Graph>&) const { return std::nullopt; }
  std::optional<Json> operator()(const std::vector<float>& numbers) const {
    Json list = Json::array();
    for (const float number : numbers) {
      if (!std::isfinite(number)) return std::nullopt;
      list.push_back(ir::with_few_digits(number));
    }
    return list;
  }
  std::optional<Json> operator()(const ir::ListValue& values) const {
    Json list = Json::array();
    for (const ir::Attribute& item : values.items) {
      std::optional<Json> json = value_json(item);
      if (!json) return std::nullopt;
      list.push_back(std::move(*json));
    }
    return list;
  }
  std::optional<Json> operator()(const ir::DictValue& values) const {
    Json dict = Json::object();
    for (const ir::Attribute& item : values.items) {
      std::optional<Json> json = value_json(item);
      if (!json) return std::nullopt;
      dict[item.name] = std::move(*json);
    }
    return dict;
  }
  template <class T>
  std::optional<Json> operator()(const T& value) const {
    return Json(value);
  }
};

Result<Json> checked_json(const Model& model, const Layer& layer, const ir::Attribute& attribute) {
  std::optional<Json> json = value_json(attribute);
  if (json) return std::move(*json);
  return fail(exit_plugin,
              ir::describe(*model.graph, model.node(layer)) + ": " + ir::text(attribute) +
                  " cannot stand in the JSON of a Keras file, which has no NaN, no infinity and no graph");
}

// Keras casts what a layer gets to the layer's dtype: the widest floating type that it meets loses nothing.
std::string layer_dtype(const Model& model, const Layer& layer) {
  std::int32_t widest = 0;
  const auto meet = [&](ir::ValueId id) {
    if (id == ir::absent) return;
    const ir::Value& value = model.graph->value(id);
    const std::int32_t dtype = value.constant ? value.constant->dtype : value.dtype;
    if (!ir::is_floating(dtype) || dtype == widest) return;
    const bool both_short = widest != 0 && ir::element_size(dtype) == 2 && ir::element_size(widest) == 2;
    if (both_short)
      widest = BYOM_FLOAT;  // float16 and bfloat16
    else if (widest == 0 || ir::element_size(dtype) > ir::element_size(widest))
      widest = dtype;
  };
  const ir::Node& node = model.node(layer);
  std::for_each(node.inputs.begin(), node.inputs.end(), meet);
  std::for_each(node.outputs.begin(), node.outputs.end(), meet);
  return keras_dtype(widest ? widest : BYOM_FLOAT);
}

// he_normal -> HeNormal
std::string initializer_class(const std::string& name) {
  std::string result;
  bool capital = true;
  for (const char c : name) {
    if (c != '_') result += capital && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    capital = c == '_';
  }
  return result;
}

// Keras refuses to load a layer whose kernel is no matrix but has this initializer.
bool serves(const std::string& initializer, const ir::Tensor& kernel) {
  return initializer != "identity" || kernel.shape.size() == 2;
}

bool takes_initializer(const byom_weight& weight) {
  return (weight.flags & BYOM_WEIGHT_KERNEL) != 0 && weight.initializer.n > 0;
}

void add_initializers(const Model& model, const Layer& layer, const std::string& name, Json& config) {
  const std::vector<ir::ValueId> values = weight_values(model, layer);
  for (std::size_t i = 0; i < layer.weights.size(); ++i) {
    const byom_weight& weight = *layer.weights[i];
    if (!takes_initializer(weight) || !serves(name, *model.graph->value(values[i]).constant)) continue;
    Json initializer = Json::object();
    if (model.dialect == BYOM_DIALECT_KERAS3) initializer["module"] = "keras.initializers";
    initializer["class_name"] = initializer_class(name);
    initializer["config"] =
        name == "constant" ? Json{{"value", 0.0}} : Json::object();  // Keras 3 insists on it
    if (model.dialect == BYOM_DIALECT_KERAS3) initializer["registered_name"] = nullptr;
    config[ir::to_string(weight.initializer)] = std::move(initializer);
  }
}

std::string written_name(const byom_key* key, const std::string& name) {
  return key && key->written.n ? ir::to_string(key->written) : name;
}

}  // namespace

std::string keras_dtype(std::int32_t dtype) {
  for (const auto& [number, name] : dtype_names)
    if (number == dtype) return name;
  return "float32";
}

std::int32_t dtype_of_keras(const std::string& name) {
  for (const auto& [number, known] : dtype_names)
    if (name == known) return number;
  return 0;
}

std::optional<Json> value_json(const ir::Attribute& attribute) {
  return std::visit(ValueJson{}, attribute.value);
}

Json shape_json(const ir::Value& value) {
  Json shape = Json::array();
  for (const ir::Dim& dim : value.dims) shape.push_back(ir::is_number(dim) ? Json(dim.value) : Json(nullptr));
  return shape;
}

Result<Json> layer_configuration(const Model& model, const Layer& layer,
                                 const std::string& kernel_initializer) {
  const ir::Node& node = model.node(layer);
  Json config = {{"name", layer.name}};
  if (!layer.is_operation()) {
    config["trainable"] = node.trainable;
    config["dtype"] = layer_dtype(model, layer);
  }
  for (const ir::Attribute& attribute : node.attributes) {
    const byom_key* key = find_key(*layer.form, attribute.name);
    const std::uint32_t flags = key ? key->flags : 0;
    if (flags & (BYOM_KEY_OMIT | BYOM_KEY_CALL_ARGUMENT)) continue;
    if (std::holds_alternative<ir::Tensor>(attribute.value) && layer.form->kind != BYOM_FORM_CUSTOM)
      return fail(exit_plugin,
                  ir::describe(*model.graph, node) + ": " + ir::text(attribute) +
                      " is a tensor; Keras's own classes take tensors as call arguments only: give "
                      "its key call_argument(), or the layer a custom form");
    BYOM_TRY(Json value, checked_json(model, layer, attribute));
    if ((flags & BYOM_KEY_AS_LIST) && !value.is_array() && !value.is_null())
      value = Json::array({std::move(value)});
    config[written_name(key, attribute.name)] = std::move(value);
  }
  add_initializers(model, layer, kernel_initializer, config);
  return config;
}

std::vector<std::string> layers_without_initializer(const Model& model, const std::string& initializer) {
  std::vector<std::string> names;
  for (const Layer& layer : model.layers) {
    const std::vector<ir::ValueId> values = weight_values(model, layer);
    for (std::size_t i = 0; i < layer.weights.size(); ++i)
      if (takes_initializer(*layer.weights[i]) &&
          !serves(initializer, *model.graph->value(values[i]).constant)) {
        names.push_back(layer.name);
        break;
      }
  }
  return names;
}

Result<Json> call_arguments(const Model& model, const Layer& layer, std::size_t call) {
  Json arguments = Json::object();
  for (const ir::Attribute& attribute : model.node(layer, call).attributes) {
    const byom_key* key = find_key(*layer.form, attribute.name);
    if (!key || !(key->flags & BYOM_KEY_CALL_ARGUMENT)) continue;
    BYOM_TRY(Json value, checked_json(model, layer, attribute));
    const ir::Tensor* tensor = std::get_if<ir::Tensor>(&attribute.value);
    if (tensor && tensor->shape.empty())
      value = std::move(value["config"]["value"]);  // Keras takes no 0-d arrays
    arguments[written_name(key, attribute.name)] = std::move(value);
  }
  return arguments;
}

}  // namespace byom::keras
