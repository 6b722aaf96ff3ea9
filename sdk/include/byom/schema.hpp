// Schema: what an operator takes and gives, in every version of it, with worked examples.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
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
  Schema(std::string_view domain, std::string_view type, std::vector<std::int64_t> since);
  Schema(const Schema&);
  Schema(Schema&&) noexcept;
  Schema& operator=(const Schema&) = delete;
  Schema& operator=(Schema&&) = delete;
  ~Schema();

  Schema& doc(std::string_view text);
  Schema& layout(Layout layout);
  // Two runs may differ: never folded.
  Schema& random();
  // Not finished yet: whoever converts a model with it is warned.
  Schema& draft();
  // types: dtypes that the host lets through, "float,double"; or "as NAME", the type of that input before it.
  Schema& input(std::string_view name, std::string_view types, std::string_view doc);
  Schema& output(std::string_view name, std::string_view doc);
  // An attribute with a default; its type is the default's.
  Schema& attr(std::string_view name, const AttrValue& preset, std::string_view doc);
  // An attribute (BYOM_ATTR_*) without default: required unless optional() follows.
  Schema& attr_of(std::int32_t type, std::string_view name, std::string_view doc);
  Schema& optional();
  Schema& variadic();
  // Small integers that decide shapes.
  Schema& shape_like();
  // Integers that address elements: probes draw them from the valid range.
  Schema& index();
  // The first and the last version of the operator that has the formal.
  Schema& from(std::int64_t version);
  Schema& until(std::int64_t version);
  // A worked example for one version (0: the newest). Numbers from the specification, not from the kernel.
  Schema& example(std::string_view name, const Attrs& attrs, const std::vector<Literal>& in,
                  const std::vector<Literal>& out, std::int64_t since = 0);

 private:
  friend class Bridge;
  Formal& last() { return formals_[last_].back(); }
  Schema& add(std::size_t kind, std::string_view name, std::string_view types, std::string_view doc);
  Schema& flag(std::uint32_t bit);

  std::string domain_, type_, doc_;
  std::vector<std::int64_t> since_;
  Layout layout_ = Layout::terminate;
  std::uint64_t flags_ = 0;
  std::vector<Formal> formals_[3];  // inputs, outputs, attributes
  std::size_t last_ = 0;
  std::vector<Example> examples_;
};

// An operator of ONNX's own domain; `since` lists the versions in which its schema changed.
Schema onnx(std::string_view type, std::vector<std::int64_t> since);
// A layer or operation of Keras, named after Keras 3.
Schema keras_layer(std::string_view type);

}  // namespace byom
