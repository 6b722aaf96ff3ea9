// The layout of model.weights.h5 in a `.keras` file.
#pragma once

#include <string>
#include <vector>

#include "host/keras/hdf5_skeleton.hpp"
#include "host/keras/model.hpp"

namespace byom::keras {

// Groups by class and number in the order of model.layers, as Keras 3 looks them up; the layers' names do not
// count.
Hdf5Layout weights_keras3(const Model& model);

// Where each layer's weights are: group "layers/input_layer_1" for each layer of the model, empty for
// operations.
std::vector<std::string> weight_groups_keras3(const Model& model);
// Dataset of weight i of a layer inside its group: "vars/0", or "cell/vars/0" for a weight named
// "cell/kernel".
std::vector<std::string> weight_paths_keras3(const Layer& layer);

}  // namespace byom::keras
