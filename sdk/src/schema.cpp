// Bodies of schema.hpp.
#include <utility>

#include <byom/schema.hpp>

namespace byom {

Schema::Schema(std::string_view domain, std::string_view type, std::vector<std::int64_t> since)
    : domain_(domain), type_(type), since_(std::move(since)) {}
Schema::Schema(const Schema&) = default;
Schema::Schema(Schema&&) noexcept = default;
Schema::~Schema() = default;

Schema& Schema::doc(std::string_view text) {
  doc_ = text;
  return *this;
}

Schema& Schema::layout(Layout layout) {
  layout_ = layout;
  return *this;
}

Schema& Schema::random() {
  flags_ |= BYOM_OP_RANDOM;
  return *this;
}

Schema& Schema::draft() {
  flags_ |= BYOM_OP_DRAFT;
  return *this;
}

Schema& Schema::add(std::size_t kind, std::string_view name, std::string_view types, std::string_view doc) {
  Formal& formal = formals_[last_ = kind].emplace_back();
  formal.name = name;
  formal.types = types;
  formal.doc = doc;
  return *this;
}

Schema& Schema::input(std::string_view name, std::string_view types, std::string_view doc) {
  return add(0, name, types, doc);
}

Schema& Schema::output(std::string_view name, std::string_view doc) {
  return add(1, name, any_type, doc);
}

Schema& Schema::attr(std::string_view name, const AttrValue& preset, std::string_view doc) {
  add(2, name, "", doc);
  last().preset = preset;
  last().type = preset.type();
  return *this;
}

Schema& Schema::attr_of(std::int32_t type, std::string_view name, std::string_view doc) {
  add(2, name, "", doc);
  last().type = type;
  return *this;
}

Schema& Schema::flag(std::uint32_t bit) {
  last().flags |= bit;
  return *this;
}

Schema& Schema::optional() {
  return flag(BYOM_OPTIONAL);
}

Schema& Schema::variadic() {
  return flag(BYOM_VARIADIC);
}

Schema& Schema::shape_like() {
  return flag(BYOM_SHAPE_LIKE);
}

Schema& Schema::index() {
  return flag(BYOM_INDEX);
}

Schema& Schema::from(std::int64_t version) {
  last().from = version;
  return *this;
}

Schema& Schema::until(std::int64_t version) {
  last().until = version;
  return *this;
}

Schema& Schema::example(std::string_view name, const Attrs& attrs, const std::vector<Literal>& in,
                        const std::vector<Literal>& out, std::int64_t since) {
  examples_.push_back({std::string(name), attrs, in, out, since});
  return *this;
}

Schema onnx(std::string_view type, std::vector<std::int64_t> since) {
  return {"", type, std::move(since)};
}

Schema keras_layer(std::string_view type) {
  return {"keras", type, {1}};
}

}  // namespace byom
