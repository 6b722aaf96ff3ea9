// config.json of a `.keras` file.
#include "host/keras/config_keras3.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "host/keras/config_values.hpp"
#include "host/support/json_text.hpp"

namespace byom::keras {
namespace {

// [layer, call, output]
Json history(const Model& model, ir::ValueId id) {
  const Maker& maker = model.makers[static_cast<std::size_t>(id)];
  return Json::array({model.layers[static_cast<std::size_t>(maker.layer)].name, maker.call, maker.output});
}

Json tensor(const Model& model, ir::ValueId id) {
  if (id == ir::absent) return nullptr;
  const ir::Value& value = model.graph->value(id);
  return {{"class_name", "__keras_tensor__"},
          {"config",
           {{"shape", shape_json(value)},
            {"dtype", keras_dtype(value.dtype)},
            {"keras_history", history(model, id)}}}};
}

Result<Json> call(const Model& model, const Layer& layer, std::size_t index) {
  Json tensors = Json::array();
  for (const ir::ValueId id : call_tensors(model.node(layer, index))) tensors.push_back(tensor(model, id));
  BYOM_TRY(Json arguments, call_arguments(model, layer, index));
  Json args =
      layer.form->flags & BYOM_FORM_INPUT_LIST ? Json::array({std::move(tensors)}) : std::move(tensors);
  return Json{{"args", std::move(args)}, {"kwargs", std::move(arguments)}};
}

Json input_layer(const Model& model, const Layer& layer) {
  const ir::Value& value = model.graph->value(model.graph->inputs[static_cast<std::size_t>(layer.input)]);
  return {{"module", "keras.layers"},
          {"class_name", "InputLayer"},
          {"config",
           {{"batch_shape", shape_json(value)}, {"dtype", keras_dtype(value.dtype)}, {"name", layer.name}}},
          {"registered_name", nullptr},
          {"name", layer.name},
          {"inbound_nodes", Json::array()}};
}

Result<Json> layer_entry(const Model& model, const Layer& layer, const std::string& kernel_initializer) {
  if (layer.input >= 0) return input_layer(model, layer);
  const bool custom = layer.form->kind == BYOM_FORM_CUSTOM;
  const std::string class_name = model.class_name(layer);
  BYOM_TRY(Json config, layer_configuration(model, layer, kernel_initializer));
  Json calls = Json::array();
  for (std::size_t i = 0; i < layer.calls.size(); ++i) {
    BYOM_TRY(Json entry, call(model, layer, i));
    calls.push_back(std::move(entry));
  }
  return Json{{"module", custom ? Json(nullptr) : Json(ir::to_string(layer.form->module))},
              {"class_name", class_name},
              {"config", std::move(config)},
              {"registered_name", custom ? Json("tao_byom>" + class_name) : Json(nullptr)},
              {"name", layer.name},
              {"inbound_nodes", std::move(calls)}};
}

// One tensor stands bare, so that the loaded model takes and gives one array instead of a list of one.
Json ends(const Model& model, const std::vector<ir::ValueId>& ids) {
  if (ids.size() == 1) return history(model, ids.front());
  Json list = Json::array();
  for (const ir::ValueId id : ids) list.push_back(history(model, id));
  return list;
}

}  // namespace

Result<std::string> config_keras3(const Model& model, const std::string& kernel_initializer) {
  Json layers = Json::array();
  for (const Layer& layer : model.layers) {
    BYOM_TRY(Json entry, layer_entry(model, layer, kernel_initializer));
    layers.push_back(std::move(entry));
  }
  // No `trainable` of the model itself: loading it would set every layer's, and unfreeze the frozen ones.
  Json config = {{"name", model.name},
                 {"layers", std::move(layers)},
                 {"input_layers", ends(model, model.graph->inputs)},
                 {"output_layers", ends(model, model.graph->outputs)}};
  return json_text(Json{{"module", "keras.src.models.functional"},
                        {"class_name", "Functional"},
                        {"config", std::move(config)},
                        {"registered_name", "Functional"}});
}

}  // namespace byom::keras
