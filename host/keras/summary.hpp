// NAME_summary.txt: the table that Keras 2.9's model.summary() prints.
#pragma once

#include <string>

#include "host/keras/model.hpp"

namespace byom::keras {

std::string summary(const Model& model);

}  // namespace byom::keras
