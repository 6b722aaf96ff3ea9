// Bodies of types.hpp.
#include <cstring>

#include <byom/types.hpp>

namespace byom {

Dim Dim::apply(std::int32_t op, const Dim& a, const Dim& b) {
  Dim result(-1);
  if (serving.host->view->dim(serving.ctx, op, &a.raw, &b.raw, &result.raw) != BYOM_OK) return Dim(-1);
  return result;
}

Literal make_literal(std::int32_t dtype, std::vector<std::int64_t> shape, const void* elements,
                     std::size_t bytes) {
  Literal literal{dtype, std::move(shape), std::vector<std::byte>(bytes)};
  if (bytes > 0) std::memcpy(literal.bytes.data(), elements, bytes);
  return literal;
}

template <>
Literal tensor<bool>(std::vector<std::int64_t> shape, const std::vector<bool>& elements) {
  Literal literal{BYOM_BOOL, std::move(shape), {}};
  for (const bool element : elements) literal.bytes.push_back(static_cast<std::byte>(element));
  return literal;
}

AttrValue::AttrValue() = default;
AttrValue::AttrValue(None) {}
AttrValue::AttrValue(bool v) : value(v) {}
AttrValue::AttrValue(int v) : value(std::int64_t{v}) {}
AttrValue::AttrValue(std::int64_t v) : value(v) {}
AttrValue::AttrValue(float v) : value(v) {}
AttrValue::AttrValue(const char* v) : value(std::string(v)) {}
AttrValue::AttrValue(std::string v) : value(std::move(v)) {}
AttrValue::AttrValue(std::vector<std::int64_t> v) : value(std::move(v)) {}
AttrValue::AttrValue(std::vector<float> v) : value(std::move(v)) {}
AttrValue::AttrValue(std::vector<std::string> v) : value(std::move(v)) {}
AttrValue::AttrValue(Literal v) : value(std::move(v)) {}
AttrValue::AttrValue(List v) : value(std::move(v)) {}
AttrValue::AttrValue(Dict v) : value(std::move(v)) {}
AttrValue::AttrValue(const AttrValue& other) = default;
AttrValue::AttrValue(AttrValue&& other) noexcept = default;
AttrValue& AttrValue::operator=(const AttrValue& other) = default;
AttrValue& AttrValue::operator=(AttrValue&& other) noexcept = default;
AttrValue::~AttrValue() = default;

std::int32_t AttrValue::type() const {
  constexpr std::int32_t types[] = {BYOM_ATTR_NONE,   BYOM_ATTR_BOOL, BYOM_ATTR_INT,    BYOM_ATTR_FLOAT,
                                    BYOM_ATTR_STRING, BYOM_ATTR_INTS, BYOM_ATTR_FLOATS, BYOM_ATTR_STRINGS,
                                    BYOM_ATTR_TENSOR, BYOM_ATTR_LIST, BYOM_ATTR_DICT};
  return types[value.index()];
}

}  // namespace byom

template class std::vector<byom::Dim>;
template class std::vector<byom::Literal>;
template class std::vector<byom::AttrValue>;
template class std::vector<std::pair<std::string, byom::AttrValue>>;
