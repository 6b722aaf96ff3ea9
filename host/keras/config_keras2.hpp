// The model_config JSON of Keras 2.9, which `.h5` files and `.tltb` archives carry.
#pragma once

#include <string>

#include <byom/result.hpp>

#include "host/keras/model.hpp"

namespace byom::keras {

inline constexpr const char* keras2_version = "2.9.0";

// What `model.to_json()` of Keras 2.9 gives for the model. `kernel_initializer` as for config_keras3. Errors:
// exit_plugin, a value or call that Keras 2 cannot hold.
Result<std::string> config_keras2(const Model& model, const std::string& kernel_initializer);

}  // namespace byom::keras
