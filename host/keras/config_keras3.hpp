// config.json of a `.keras` file.
#pragma once

#include <string>

#include <byom/result.hpp>

#include "host/keras/model.hpp"

namespace byom::keras {

// JSON text of a Functional model. `kernel_initializer` (snake_case, as on the command line) is recorded for
// the weights flagged BYOM_WEIGHT_KERNEL. Errors: exit_plugin, a value that Keras's JSON cannot hold.
Result<std::string> config_keras3(const Model& model, const std::string& kernel_initializer);

}  // namespace byom::keras
