// The Python text of the classes.
#include "plugins/builtin_ops/shared/keras_operation.hpp"

namespace byom {

namespace {

std::string head(const std::string& name, const std::string& parent) {
  return "class Ops" + name + "(layers.Layer):\n    \"\"\"" + parent + name +
         " of Keras 3, for Keras 2.\"\"\"\n\n";
}

constexpr const char* binary_text = R"py(    def __init__(self, x2=None, **kwargs):
        super().__init__(**kwargs)
        self.x2 = x2

    def call(self, inputs):
        if self.x2 is None:
            x1, x2 = inputs
        else:
            x1 = inputs[0] if isinstance(inputs, (list, tuple)) else inputs
            x2 = array(self.x2) if isinstance(self.x2, dict) else self.x2
        return )py";

constexpr const char* binary_config = R"py(

    def get_config(self):
        return {**super().get_config(), "x2": self.x2}
)py";

}  // namespace

Layer operation_form(const std::string& module, const std::string& name, const std::string& expression) {
  return operation_form(module, name, {}, expression);
}

Layer operation_form(const std::string& module, const std::string& name,
                     const std::vector<std::pair<std::string, std::string>>& keys,
                     const std::string& expression) {
  std::string text = head(name, module + ".");
  if (!keys.empty()) {
    std::string arguments, assignments, config;
    for (const auto& [key, preset] : keys) {
      arguments += ", " + key + "=" + preset;
      assignments += "        self." + key + " = " + key + "\n";
      config += ", \"" + key + "\": self." + key;
    }
    text += "    def __init__(self" + arguments + ", **kwargs):\n        super().__init__(**kwargs)\n" +
            assignments;
    text += "\n    def get_config(self):\n        return {**super().get_config()" + config + "}\n\n";
  }
  text += "    def call(self, x):\n        return " + expression + "\n";
  return Layer().operation(module, name).custom("Ops" + name, text, {BYOM_DIALECT_KERAS2});
}

Layer binary_operation_form(const std::string& name, const std::string& expression) {
  const std::string text =
      head(name, std::string(numpy_operations) + ".") + binary_text + expression + binary_config;
  return Layer()
      .custom("Ops" + name, text, {BYOM_DIALECT_KERAS2})
      .takes_list()
      .operation(numpy_operations, name, {{"x2", call_argument()}});
}

}  // namespace byom
