// NAME_mapping.json: which layer makes which tensor of the ONNX model.
#include "host/keras/mapping.hpp"

#include <nlohmann/json.hpp>

#include "host/keras/config_values.hpp"
#include "host/support/json_text.hpp"

namespace byom::keras {
namespace {

Json tensor_entry(const Model& model, const MappedTensor& mapped, const Maker& maker) {
  Json entry = {{"layer", model.layers[static_cast<std::size_t>(maker.layer)].name},
                {"call", maker.call},
                {"output", maker.output}};
  if (!mapped.operator_type.empty()) entry["operator"] = mapped.operator_type;
  if (!mapped.plugin.empty()) {
    entry["plugin"] = mapped.plugin;
    entry["version"] = mapped.plugin_version;
  }
  return entry;
}

Json layer_entry(const Model& model, const Layer& layer) {
  Json entry = {{"class", model.class_name(layer)}};
  if (layer.input >= 0) return entry;
  entry["custom"] = layer.form->kind == BYOM_FORM_CUSTOM;
  entry["plugin"] = layer.op->plugin->manifest.id;
  entry["version"] = layer.op->plugin->manifest.version;
  return entry;
}

}  // namespace

std::string mapping(const Model& model, const std::vector<MappedTensor>& tensors) {
  Json json = {{"tensors", Json::object()}, {"layers", Json::object()}};
  for (const MappedTensor& mapped : tensors) {
    if (mapped.value == ir::absent) continue;
    const Maker& maker = model.makers[static_cast<std::size_t>(mapped.value)];
    if (maker.layer >= 0) json["tensors"][mapped.tensor] = tensor_entry(model, mapped, maker);
  }
  for (const Layer& layer : model.layers) json["layers"][layer.name] = layer_entry(model, layer);
  return json_text(json, 1) + "\n";
}

}  // namespace byom::keras
