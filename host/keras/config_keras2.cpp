// The model_config JSON of Keras 2.9.
#include "host/keras/config_keras2.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "host/keras/config_values.hpp"
#include "host/support/exit.hpp"
#include "host/support/json_text.hpp"

namespace byom::keras {
namespace {

Json history(const Model& model, ir::ValueId id) {
  const Maker& maker = model.makers[static_cast<std::size_t>(id)];
  return Json::array({model.layers[static_cast<std::size_t>(maker.layer)].name, maker.call, maker.output});
}

// [[layer, call, output, keyword arguments], ...]: Keras 2 hands several tensors over as one list.
Result<Json> call(const Model& model, const Layer& layer, std::size_t index) {
  const ir::Node& node = model.node(layer, index);
  const std::vector<ir::ValueId> tensors = call_tensors(node);
  if (tensors.empty() || (tensors.size() > 1 && !(layer.form->flags & BYOM_FORM_INPUT_LIST)))
    return fail(exit_plugin, ir::describe(*model.graph, node) +
                                 ": a layer of Keras 2 takes one tensor or one list of tensors" +
                                 (tensors.empty() ? std::string(", and this one none")
                                                  : "; this one takes " + std::to_string(tensors.size()) +
                                                        ", and its form does not say takes_list()"));
  BYOM_TRY(const Json arguments, call_arguments(model, layer, index));
  Json entries = Json::array();
  for (const ir::ValueId id : tensors) {
    if (id == ir::absent)
      return fail(
          exit_plugin,
          ir::describe(*model.graph, node) +
              ": a layer of Keras 2 leaves no tensor of its list out; build another layer without it");
    Json entry = history(model, id);
    entry.push_back(arguments);
    entries.push_back(std::move(entry));
  }
  return entries;
}

Json input_layer(const Model& model, const Layer& layer) {
  const ir::Value& value = model.graph->value(model.graph->inputs[static_cast<std::size_t>(layer.input)]);
  return {{"class_name", "InputLayer"},
          {"config",
           {{"batch_input_shape", shape_json(value)},
            {"dtype", keras_dtype(value.dtype)},
            {"sparse", false},
            {"ragged", false},
            {"name", layer.name}}},
          {"name", layer.name},
          {"inbound_nodes", Json::array()}};
}

Result<Json> layer_entry(const Model& model, const Layer& layer, const std::string& kernel_initializer) {
  if (layer.input >= 0) return input_layer(model, layer);
  BYOM_TRY(Json config, layer_configuration(model, layer, kernel_initializer));
  Json calls = Json::array();
  for (std::size_t i = 0; i < layer.calls.size(); ++i) {
    BYOM_TRY(Json entry, call(model, layer, i));
    calls.push_back(std::move(entry));
  }
  return Json{{"class_name", model.class_name(layer)},
              {"config", std::move(config)},
              {"name", layer.name},
              {"inbound_nodes", std::move(calls)}};
}

Json ends(const Model& model, const std::vector<ir::ValueId>& ids) {
  Json list = Json::array();
  for (const ir::ValueId id : ids) list.push_back(history(model, id));
  return list;
}

}  // namespace

Result<std::string> config_keras2(const Model& model, const std::string& kernel_initializer) {
  Json layers = Json::array();
  for (const Layer& layer : model.layers) {
    BYOM_TRY(Json entry, layer_entry(model, layer, kernel_initializer));
    layers.push_back(std::move(entry));
  }
  Json config = {{"name", model.name},
                 {"layers", std::move(layers)},
                 {"input_layers", ends(model, model.graph->inputs)},
                 {"output_layers", ends(model, model.graph->outputs)}};
  return json_text(Json{{"class_name", "Functional"},
                        {"config", std::move(config)},
                        {"keras_version", keras2_version},
                        {"backend", "tensorflow"}});
}

}  // namespace byom::keras
