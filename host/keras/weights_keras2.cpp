// The layout of Keras 2's legacy `.h5`.
#include "host/keras/weights_keras2.hpp"

#include "host/keras/config_keras2.hpp"

namespace byom::keras {

Hdf5Layout weights_keras2(const Model& model, const std::string& config) {
  const std::vector<std::pair<std::string, std::string>> version{{"keras_version", keras2_version},
                                                                 {"backend", "tensorflow"}};
  Hdf5Layout layout;
  layout.groups.push_back({"/", version});
  layout.groups.back().texts.emplace_back("model_config", config);
  std::vector<std::string> layer_names;
  for (const Layer& layer : model.layers) layer_names.push_back(layer.name);
  layout.groups.push_back({"/model_weights", version, {{"layer_names", std::move(layer_names)}}});
  for (const Layer& layer : model.layers) {
    const std::string group = "/model_weights/" + layer.name;
    const std::vector<ir::ValueId> values = weight_values(model, layer);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < values.size(); ++i) {
      names.push_back(layer.name + "/" + ir::to_string(layer.weights[i]->name) + ":0");
      layout.datasets.push_back({group + "/" + names.back(), *model.graph->value(values[i]).constant});
    }
    layout.groups.push_back({group, {}, {{"weight_names", std::move(names)}}});
  }
  layout.groups.push_back({"/model_weights/top_level_model_weights", {}, {{"weight_names", {}}}});
  return layout;
}

}  // namespace byom::keras
