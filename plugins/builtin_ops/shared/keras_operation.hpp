// Keras 3's operation classes, and what stands for them in Keras 2: a class of ours called Ops<name>.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <byom/op.hpp>

namespace byom {

inline constexpr const char* numpy_operations = "keras.src.ops.numpy";
inline constexpr const char* nn_operations = "keras.src.ops.nn";
inline constexpr const char* math_operations = "keras.src.ops.math";

using Keys = std::vector<std::pair<std::string, byom_key>>;

// The operation `name` of one tensor, called "ops.<name>" in graphs.
inline Schema operation_schema(const std::string& name, std::string_view doc, const char* types = "float") {
  Schema s = keras_layer("ops." + name);
  s.doc(doc).layout(Layout::transparent);
  s.input("x", types, "any shape").output("outputs", "shape of x");
  return s;
}

// Its forms. `expression` computes the result from `x` under Keras 2 and 3.
Layer operation_form(const std::string& module, const std::string& name, const std::string& expression);

// The same for an operation with configuration, which the expression reads from `self`. In `keys` the names
// and their Python defaults ("None" where there is no better one).
Layer operation_form(const std::string& module, const std::string& name,
                     const std::vector<std::pair<std::string, std::string>>& keys,
                     const std::string& expression);

// The operation `name` of two tensors, x1 and x2, broadcast; x2 may instead be a constant of the
// configuration.
Layer binary_operation_form(const std::string& name, const std::string& expression);

}  // namespace byom
