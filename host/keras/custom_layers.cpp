// The Python file with the classes that Keras does not have.
#include "host/keras/custom_layers.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>

#include "host/registry/context.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::keras {
namespace {

constexpr const char* prelude =
    R"py(# Layers of this model that Keras does not have. Import this file before you load the model; it runs under
# Keras 2 (TensorFlow's, tf_keras) and Keras 3.
try:
    import tensorflow as tf
    keras = tf.keras
except ImportError:
    tf = None
    import keras
import numpy as np

layers = keras.layers
ops = getattr(keras, "ops", None)  # None under Keras 2: use tf there


def register(cls):
    """Makes Keras find cls by the names that model files have for it: those of Keras 2 say no package."""
    keras.utils.get_custom_objects()[cls.__name__] = cls
    try:
        return keras.utils.register_keras_serializable(package="tao_byom")(cls)
    except ValueError:  # Keras 2 refuses a class that a second import of this file brings again
        return cls


def array(value):
    """The NumPy array behind a value of a layer's configuration."""
    if isinstance(value, dict):
        value = np.array(value["config"]["value"], dtype=value["config"]["dtype"])
    return np.asarray(value)
)py";

struct Source {
  std::string text;
  const registry::Op* op;
};

// "layer acme::MyLayer of plugin com.acme.ops 1.0"
std::string name_of(const registry::Op& op) {
  return "layer " + registry::text(registry::Claim{op.domain(), op.type()}) + " of plugin " +
         registry::plugin_text(op);
}

Result<std::string> text_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file) return text;
  return fail(exit_usage, path.string() + ": the Python file of the custom layers cannot be read: " +
                              std::generic_category().message(errno) + ".");
}

Result<std::string> source_of(const Model& model, const Layer& layer) {
  const std::string class_name = model.class_name(layer);
  BYOM_TRY(std::string text, python_source(*layer.op));
  if (text.find("class " + class_name) != std::string::npos) return text;
  const std::string file = layer.op->plugin->manifest.python_file.string();
  return fail(exit_plugin, ir::describe(*model.graph, model.node(layer)) + ": plugin " +
                               registry::plugin_text(*layer.op) + " brings no Python class " + class_name +
                               (text.empty()                   ? ""
                                : layer.op->layer.python.n > 0 ? "; the text of its custom form has none"
                                                               : "; there is none in " + file) +
                               ". Write it into the file that PYTHON of tao_byom_add_plugin names, or give "
                               "its text to the layer's custom form.");
}

}  // namespace

Result<std::string> python_source(const registry::Op& op) {
  const registry::Manifest& manifest = op.plugin->manifest;
  if (op.layer.python.n > 0 || manifest.python_file.empty()) return ir::to_string(op.layer.python);
  return text_of_file(manifest.python_file);
}

Result<CustomLayers> custom_layers(const Model& model) {
  std::map<std::string, Source> sources;  // by class
  for (const Layer& layer : model.layers) {
    if (!layer.form || layer.form->kind != BYOM_FORM_CUSTOM) continue;
    BYOM_TRY(std::string text, source_of(model, layer));
    const auto [known, is_new] = sources.try_emplace(model.class_name(layer), Source{text, layer.op});
    if (!is_new && known->second.text != text)
      return fail(exit_plugin, "the Python classes called " + known->first + " differ of " +
                                   name_of(*known->second.op) + " and " + name_of(*layer.op) +
                                   "; rename one of them.");
  }
  CustomLayers result;
  std::vector<std::string> texts;  // one may define several classes
  for (const auto& [class_name, source] : sources) {
    result.class_names.push_back(class_name);
    if (std::find(texts.begin(), texts.end(), source.text) == texts.end()) texts.push_back(source.text);
  }
  if (texts.empty()) return result;
  result.text = prelude;
  for (const std::string& text : texts) result.text += "\n\n" + text + (text.ends_with('\n') ? "" : "\n");
  result.text += "\n\nfor _class in (" + join(result.class_names, ", ") + ",):\n    register(_class)\n";
  return result;
}

}  // namespace byom::keras
