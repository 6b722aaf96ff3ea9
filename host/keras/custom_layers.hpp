// The Python file with the classes that Keras does not have.
#pragma once

#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/keras/model.hpp"

namespace byom::keras {

// The Python text that defines an operator's layer class: its table's, else its plugin's Python file; empty:
// none. Errors: exit_usage, the file cannot be read.
Result<std::string> python_source(const registry::Op& op);

struct CustomLayers {
  std::string text;                      // empty: the model needs no such file
  std::vector<std::string> class_names;  // sorted
};

// The sources of all classes that the model's CUSTOM forms use, behind a prelude that gives them `keras`,
// `layers`, `ops` (None under Keras 2), `register` and `array`, under Keras 2 and 3. A form whose layer table
// has no Python uses its plugin's Python file. Errors: exit_plugin, a class without source or with two
// different ones; exit_usage, a Python file that cannot be read.
Result<CustomLayers> custom_layers(const Model& model);

}  // namespace byom::keras
