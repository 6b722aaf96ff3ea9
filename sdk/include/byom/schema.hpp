// Schema: what an operator takes and gives, in every version of it, with worked examples.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <byom/plugin.h>
#include <byom/types.hpp>

namespace byom {

// Lists of dtypes for formals, in ONNX's spelling.
inline constexpr const char* any_type = "any";
inline constexpr const char* floating = "float,double,float16,bfloat16";
inline constexpr const char* integral = "int32,int64";
inline constexpr const char* numeric =
    "float,double,float16,bfloat16,int8,int16,int32,int64,uint8,uint16,uint32,uint64";

struct Formal {
  std::string name, types, doc;
  std::optional<AttrValue> preset;
  std::int32_t type = 0;  // BYOM_ATTR_* of an attribute
  std::uint32_t flags = 0;
  std::int64_t from = 0;  // the versions of the operator that have it
  std::int64_t until = std::numeric_limits<std::int64_t>::max();
};

struct Example {
  std::string name;
  Attrs attrs;
  std::vector<Literal> in, out;
  std::int64_t since = 0;  // the version it is for; 0: the newest
};

enum class Layout : std::int32_t {
  terminate = BYOM_LAYOUT_TERMINATE,
  transparent = BYOM_LAYOUT_TRANSPARENT,
  attribute = BYOM_LAYOUT_ATTRIBUTE,
  implicit = BYOM_LAYOUT_IMPLICIT,
};

// Built by chaining; optional(), variadic(), from() and the like speak of the formal named last.
class Schema {
 public:
  Schema(std::string domain, std::string type, std::vector<std::int64_t> since)
      : domain_(std::move(domain)), type_(std::move(type)), since_(std::move(since)) {}

  Schema& doc(std::string text) {
    doc_ = std::move(text);
    return *this;
  }
  Schema& layout(Layout layout) {
    layout_ = layout;
    return *this;
  }
  Schema& random() {
    flags_ |= BYOM_OP_RANDOM;
    return *this;
  }
  Schema& input(std::string name, std::string types, std::string doc) {
    return add(0, {std::move(name), std::move(types), std::move(doc), {}});
  }
  Schema& output(std::string name, std::string doc) {
    return add(1, {std::move(name), any_type, std::move(doc), {}});
  }
  // An attribute with a default; its type is the default's.
  Schema& attr(std::string name, AttrValue preset, std::string doc) {
    const std::int32_t type = preset.type();
    return add(2, {std::move(name), "", std::move(doc), std::move(preset), type});
  }
  // An attribute (BYOM_ATTR_*) without default: required unless optional() follows.
  Schema& attr_of(std::int32_t type, std::string name, std::string doc) {
    return add(2, {std::move(name), "", std::move(doc), {}, type});
  }
  Schema& optional() { return flag(BYOM_OPTIONAL); }
  Schema& variadic() { return flag(BYOM_VARIADIC); }
  Schema& shape_like() { return flag(BYOM_SHAPE_LIKE); }
  Schema& index() { return flag(BYOM_INDEX); }
  Schema& from(std::int64_t version) {
    last().from = version;
    return *this;
  }
  Schema& until(std::int64_t version) {
    last().until = version;
    return *this;
  }
  Schema& example(std::string name, Attrs attrs, std::vector<Literal> in, std::vector<Literal> out,
                  std::int64_t since = 0) {
    examples_.push_back({std::move(name), std::move(attrs), std::move(in), std::move(out), since});
    return *this;
  }

 private:
  friend class Bridge;
  Formal& last() { return formals_[last_].back(); }
  Schema& add(std::size_t kind, Formal formal) {
    formals_[last_ = kind].push_back(std::move(formal));
    return *this;
  }
  Schema& flag(std::uint32_t bit) {
    last().flags |= bit;
    return *this;
  }

  std::string domain_, type_, doc_;
  std::vector<std::int64_t> since_;
  Layout layout_ = Layout::terminate;
  std::uint64_t flags_ = 0;
  std::vector<Formal> formals_[3];  // inputs, outputs, attributes
  std::size_t last_ = 0;
  std::vector<Example> examples_;
};

// An operator of ONNX's own domain; `since` lists the versions in which its schema changed.
inline Schema onnx(std::string type, std::vector<std::int64_t> since) {
  return {"", std::move(type), std::move(since)};
}
// A layer or operation of Keras, named after Keras 3.
inline Schema keras_layer(std::string type) {
  return {"keras", std::move(type), {1}};
}

}  // namespace byom
