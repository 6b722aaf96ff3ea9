// Value types an operator's author meets: dtypes, extents with arithmetic, literal tensors, attribute values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <byom/plugin.h>

namespace byom {

// 16-bit floats travel as their bits; kernels widen them with byom::widen.
struct Half {
  std::uint16_t bits;
};
struct Bfloat16 {
  std::uint16_t bits;
};

template <class T>
inline constexpr std::int32_t dtype_of = 0;
template <>
inline constexpr std::int32_t dtype_of<float> = BYOM_FLOAT;
template <>
inline constexpr std::int32_t dtype_of<double> = BYOM_DOUBLE;
template <>
inline constexpr std::int32_t dtype_of<std::uint8_t> = BYOM_UINT8;
template <>
inline constexpr std::int32_t dtype_of<std::int8_t> = BYOM_INT8;
template <>
inline constexpr std::int32_t dtype_of<std::uint16_t> = BYOM_UINT16;
template <>
inline constexpr std::int32_t dtype_of<std::int16_t> = BYOM_INT16;
template <>
inline constexpr std::int32_t dtype_of<std::int32_t> = BYOM_INT32;
template <>
inline constexpr std::int32_t dtype_of<std::int64_t> = BYOM_INT64;
template <>
inline constexpr std::int32_t dtype_of<std::uint32_t> = BYOM_UINT32;
template <>
inline constexpr std::int32_t dtype_of<std::uint64_t> = BYOM_UINT64;
template <>
inline constexpr std::int32_t dtype_of<bool> = BYOM_BOOL;
template <>
inline constexpr std::int32_t dtype_of<Half> = BYOM_FLOAT16;
template <>
inline constexpr std::int32_t dtype_of<Bfloat16> = BYOM_BFLOAT16;

inline byom_str view(std::string_view text) {
  return {text.data(), text.size()};
}
inline std::string text(byom_str s) {
  return s.n ? std::string(s.p, s.n) : std::string();
}

// The call being served on this thread; set by the bridge round every callback.
struct Serving {
  const byom_host* host = nullptr;
  byom_ctx* ctx = nullptr;
};
inline thread_local constinit Serving serving{};

// An extent: a number, or a number times a symbol such as the batch. Arithmetic goes through the host, which
// interns expressions; a quotient by zero or an overflow becomes the unknown extent -1.
struct Dim {
  byom_dim raw{0, 0, 0};

  Dim() = default;
  Dim(std::int64_t value) : raw{value, 0, 0} {}
  explicit Dim(byom_dim dim) : raw(dim) {}
  [[nodiscard]] bool is_number() const { return raw.symbol == 0 || raw.value == 0; }
  [[nodiscard]] std::int64_t number() const { return raw.value; }  // precondition: is_number()
  friend bool operator==(const Dim& a, const Dim& b) {
    return a.raw.value == b.raw.value && (a.raw.symbol == b.raw.symbol || a.raw.value == 0);
  }
  // op: BYOM_DIM_*.
  static Dim apply(std::int32_t op, const Dim& a, const Dim& b);
  friend Dim operator+(const Dim& a, const Dim& b) { return apply(BYOM_DIM_ADD, a, b); }
  friend Dim operator-(const Dim& a, const Dim& b) { return apply(BYOM_DIM_SUB, a, b); }
  friend Dim operator*(const Dim& a, const Dim& b) { return apply(BYOM_DIM_MUL, a, b); }
  friend Dim operator/(const Dim& a, const Dim& b) { return apply(BYOM_DIM_FLOOR_DIV, a, b); }
};
inline Dim ceil_div(const Dim& a, const Dim& b) {
  return Dim::apply(BYOM_DIM_CEIL_DIV, a, b);
}
inline Dim min(const Dim& a, const Dim& b) {
  return Dim::apply(BYOM_DIM_MIN, a, b);
}
inline Dim max(const Dim& a, const Dim& b) {
  return Dim::apply(BYOM_DIM_MAX, a, b);
}
// [5, N, 4] flattened is in_blocks(20 x N, 5): 5 blocks, each of which has 4 elements of every sample. It is
// another extent than the plain 20 x N, which has 20 elements of sample 0, then those of sample 1. `blocks`
// divides the extent; a number has no order.
inline Dim in_blocks(const Dim& extent, std::int64_t blocks) {
  return Dim::apply(BYOM_DIM_IN_BLOCKS, extent, blocks);
}
inline Dim plain(const Dim& extent) {
  return extent.is_number() ? extent : Dim::apply(BYOM_DIM_PLAIN, extent, extent);
}
inline std::int64_t blocks_of(const Dim& extent) {  // 1: it is plain
  return extent.is_number() ? 1 : plain(extent).raw.value / extent.raw.value;
}
using Shape = std::vector<Dim>;

// A literal tensor: examples, attributes, weights made by a translation.
struct Literal {
  std::int32_t dtype = 0;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;
};
// Copies `bytes` of elements.
Literal make_literal(std::int32_t dtype, std::vector<std::int64_t> shape, const void* elements,
                     std::size_t bytes);
template <class T>
Literal tensor(std::vector<std::int64_t> shape, const std::vector<T>& elements) {
  return make_literal(dtype_of<T>, std::move(shape), elements.data(), elements.size() * sizeof(T));
}
template <>
Literal tensor<bool>(std::vector<std::int64_t> shape, const std::vector<bool>& elements);
// The elements of a known, row-major tensor, copied: large constants lie where the model's file has them,
// which may be at an address that does not suit T. Precondition: its dtype is T's.
template <class T>
std::vector<T> elements_of(const byom_tensor& known) {
  std::vector<T> elements(known.bytes / sizeof(T));
  for (std::size_t i = 0; i < elements.size(); ++i) {
    T element;
    std::memcpy(&element, static_cast<const char*>(known.data) + i * sizeof(T), sizeof(T));
    elements[i] = element;
  }
  return elements;
}

// The value of an attribute of a node, or of a key of a Keras configuration (which also knows bool, none,
// nested lists and dictionaries).
struct AttrValue {
  struct None {};
  using List = std::vector<AttrValue>;
  struct Dict {
    std::vector<std::string> keys;
    List values;
  };
  std::variant<None, bool, std::int64_t, float, std::string, std::vector<std::int64_t>, std::vector<float>,
               std::vector<std::string>, Literal, List, Dict>
      value;

  AttrValue();
  AttrValue(None);
  AttrValue(bool v);
  AttrValue(int v);
  AttrValue(std::int64_t v);
  AttrValue(float v);
  AttrValue(const char* v);
  AttrValue(std::string v);
  AttrValue(std::vector<std::int64_t> v);
  AttrValue(std::vector<float> v);
  AttrValue(std::vector<std::string> v);
  AttrValue(Literal v);
  AttrValue(List v);
  AttrValue(Dict v);
  AttrValue(const AttrValue& other);
  AttrValue(AttrValue&& other) noexcept;
  AttrValue& operator=(const AttrValue& other);
  AttrValue& operator=(AttrValue&& other) noexcept;
  ~AttrValue();

  // BYOM_ATTR_* of the value.
  [[nodiscard]] std::int32_t type() const;
};
using Attrs = std::vector<std::pair<std::string, AttrValue>>;
inline constexpr AttrValue::None none{};

}  // namespace byom

// Every operator's file has lists of these; their code stands in the library once.
extern template class std::vector<byom::Dim>;
extern template class std::vector<byom::Literal>;
extern template class std::vector<byom::AttrValue>;
extern template class std::vector<std::pair<std::string, byom::AttrValue>>;
