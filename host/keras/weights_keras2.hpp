// The layout of Keras 2's legacy `.h5`: configuration and weights in one file.
#pragma once

#include <string>

#include "host/keras/hdf5_skeleton.hpp"
#include "host/keras/model.hpp"

namespace byom::keras {

// `config` is the text of config_keras2.
Hdf5Layout weights_keras2(const Model& model, const std::string& config);

}  // namespace byom::keras
