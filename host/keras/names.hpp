// Names that every version of Keras accepts, for layers, inputs, models and groups of weights.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace byom::keras {

// `name` inside ^[A-Za-z0-9][A-Za-z0-9_.-]*$: '/' and ':' become '.', other characters '_', leading
// punctuation goes. `fallback` where nothing is left.
std::string safe_name(std::string_view name, std::string_view fallback);

// Hands out names that differ from each other (case counts); the second `x` becomes `x_1`.
class UniqueNames {
 public:
  // `reserved` are never handed out.
  explicit UniqueNames(std::unordered_set<std::string> reserved = {}) : taken_(std::move(reserved)) {}
  std::string take(const std::string& wanted);

 private:
  std::unordered_set<std::string> taken_;
};

// Keras 3's naming of weight groups: InputLayer -> input_layer.
std::string snake_case(std::string_view class_name);

}  // namespace byom::keras
