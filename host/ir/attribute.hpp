// An attribute of a node: a name and a value of one of ONNX's kinds, or of Keras's configuration.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <byom/plugin.h>

#include "host/ir/tensor.hpp"

namespace byom::ir {

struct Graph;
struct Attribute;

struct NoneValue {
  bool operator==(const NoneValue&) const = default;
};
struct ListValue {
  std::vector<Attribute> items;  // names empty
};
struct DictValue {
  std::vector<Attribute> items;  // names are the keys
};

struct Attribute {
  std::string name;
  std::variant<NoneValue, float, std::int64_t, std::string, Tensor, std::shared_ptr<Graph>,
               std::vector<float>, std::vector<std::int64_t>, std::vector<std::string>, bool, ListValue,
               DictValue>
      value;

  [[nodiscard]] std::int32_t type() const;  // BYOM_ATTR_*
};

// The word for a type (BYOM_ATTR_*): "int", "ints", "dict"; "type <n>" for an unknown one.
std::string attribute_type_name(std::int32_t type);
bool same_value(const Attribute& a, const Attribute& b);
// One short line, for messages and --dump: `axis=1`, `pads=[0,0,1,1]`, `value=<float[64,3,7,7]>`.
std::string text(const Attribute& attribute);
// The same of a tensor, with its first elements: `float[2] 1 2`.
std::string text(const Tensor& tensor);

// The view plugins get. Arrays that the view needs and the attribute does not hold (strings, nested lists)
// are made by `Views` and live as long as it does.
class Views {
 public:
  byom_attr attr(const Attribute& attribute);
  // Row-major and aligned, if need be a copy.
  const byom_tensor* tensor(const Tensor& tensor);

 private:
  std::vector<std::shared_ptr<const void>> kept_;
};
// Copies a plugin's attribute into ours (tensors are referenced while `owner` is given, else copied).
Attribute from_view(const byom_attr& view);
inline std::string to_string(byom_str text) {
  return text.n ? std::string(text.p, text.n) : std::string();
}
inline byom_str to_view(const std::string& text) {
  return {text.data(), text.size()};
}

}  // namespace byom::ir
