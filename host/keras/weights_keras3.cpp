// The layout of model.weights.h5 in a `.keras` file.
#include "host/keras/weights_keras3.hpp"

#include <map>

#include "host/keras/names.hpp"

namespace byom::keras {

// Keras counts a class from its second member on: input_layer, input_layer_1, input_layer_2.
std::vector<std::string> weight_groups_keras3(const Model& model) {
  std::vector<std::string> groups;
  std::map<std::string, int> used;
  for (const Layer& layer : model.layers) {
    groups.emplace_back();
    if (layer.is_operation()) continue;
    std::string name = snake_case(model.class_name(layer));
    const auto [it, is_first] = used.try_emplace(name, 0);
    if (!is_first) name += "_" + std::to_string(++it->second);
    groups.back() = "layers/" + name;
  }
  return groups;
}

// Weights sit on the object that owns them, each counting its own.
std::vector<std::string> weight_paths_keras3(const Layer& layer) {
  std::vector<std::string> paths;
  std::map<std::string, int> counts;
  for (const byom_weight* weight : layer.weights) {
    const std::string name = ir::to_string(weight->name);
    const std::size_t slash = name.rfind('/');
    const std::string owner = slash == std::string::npos ? "" : name.substr(0, slash + 1);
    paths.push_back(owner + "vars/" + std::to_string(counts[owner]++));
  }
  return paths;
}

Hdf5Layout weights_keras3(const Model& model) {
  Hdf5Layout layout;
  // Keras 3.4 looks for the groups of the model and of layers that have no weights.
  layout.groups.push_back({"/vars", {{"name", model.name}}});
  const std::vector<std::string> groups = weight_groups_keras3(model);
  for (std::size_t l = 0; l < model.layers.size(); ++l) {
    const Layer& layer = model.layers[l];
    if (layer.is_operation()) continue;
    const std::string group = "/" + groups[l] + "/";
    layout.groups.push_back({group + "vars", {{"name", layer.name}}});
    const std::vector<ir::ValueId> values = weight_values(model, layer);
    const std::vector<std::string> paths = weight_paths_keras3(layer);
    for (std::size_t i = 0; i < values.size(); ++i)
      layout.datasets.push_back({group + paths[i], *model.graph->value(values[i]).constant});
  }
  return layout;
}

}  // namespace byom::keras
