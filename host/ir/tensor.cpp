// Element types, shapes, and copying of elements out of strided views.
#include "host/ir/tensor.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace byom::ir {
namespace {

struct TypeInfo {
  std::string_view name;
  std::size_t size;
};

// Index: TensorProto.DataType. Types of less than a byte have size 0: their elements have no address.
constexpr std::array<TypeInfo, 29> types{{
    {"undefined", 0},      {"float", 4},      {"uint8", 1},
    {"int8", 1},           {"uint16", 2},     {"int16", 2},
    {"int32", 4},          {"int64", 8},      {"string", sizeof(byom_str)},
    {"bool", 1},           {"float16", 2},    {"double", 8},
    {"uint32", 4},         {"uint64", 8},     {"complex64", 8},
    {"complex128", 16},    {"bfloat16", 2},   {"float8e4m3fn", 1},
    {"float8e4m3fnuz", 1}, {"float8e5m2", 1}, {"float8e5m2fnuz", 1},
    {"uint4", 0},          {"int4", 0},       {"float4e2m1", 0},
    {"float8e8m0", 1},     {"uint2", 0},      {"int2", 0},
    {"float6e2m3", 0},     {"float6e3m2", 0},
}};

std::size_t element_alignment(std::int32_t dtype) {
  return std::clamp<std::size_t>(element_size(dtype), 1, alignof(std::int64_t));
}

bool row_major(const Tensor& tensor) {
  if (tensor.strides.empty()) return true;
  std::int64_t expected = 1;
  for (std::size_t d = tensor.shape.size(); d-- > 0;) {
    if (tensor.shape[d] != 1 && tensor.strides[d] != expected) return false;
    expected *= tensor.shape[d];
  }
  return true;
}

}  // namespace

std::size_t element_size(std::int32_t dtype) {
  return dtype < 0 || dtype >= std::ssize(types) ? 0 : types[static_cast<std::size_t>(dtype)].size;
}

std::string dtype_name(std::int32_t dtype) {
  if (dtype < 0 || dtype >= std::ssize(types)) return "dtype " + std::to_string(dtype);
  return std::string(types[static_cast<std::size_t>(dtype)].name);
}

bool is_floating(std::int32_t dtype) {
  return dtype == BYOM_FLOAT || dtype == BYOM_DOUBLE || dtype == BYOM_FLOAT16 || dtype == BYOM_BFLOAT16 ||
         (dtype >= 17 && dtype <= 20) || dtype == 23 || dtype == 24 || dtype == 27 || dtype == 28;
}

bool is_integer(std::int32_t dtype) {
  return (dtype >= BYOM_UINT8 && dtype <= BYOM_INT64) || dtype == BYOM_UINT32 || dtype == BYOM_UINT64 ||
         dtype == 21 || dtype == 22 || dtype == 25 || dtype == 26;
}

std::string shape_text(std::span<const std::int64_t> shape) {
  std::string text = "[";
  for (const std::int64_t extent : shape) {
    if (text.size() > 1) text += ',';
    text += std::to_string(extent);
  }
  return text + ']';
}

std::int64_t element_count(std::span<const std::int64_t> shape) {
  constexpr std::int64_t limit = std::int64_t{1} << 62;
  if (std::ranges::any_of(shape, [](std::int64_t extent) { return extent < 0; })) return -1;
  // An extent of 0 makes the product 0 however large the others are.
  if (std::ranges::find(shape, 0) != shape.end()) return 0;
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) {
    if (__builtin_mul_overflow(count, extent, &count) || count > limit) return -1;
  }
  return count;
}

Tensor make_tensor(std::int32_t dtype, std::vector<std::int64_t> shape) {
  constexpr std::size_t alignment = 64;
  Tensor tensor;
  tensor.dtype = dtype;
  tensor.shape = std::move(shape);
  const std::int64_t count = tensor.count();
  std::size_t bytes = 0;
  if (count < 0 || __builtin_mul_overflow(static_cast<std::size_t>(count), element_size(dtype), &bytes) ||
      __builtin_add_overflow(bytes, alignment, &bytes))
    throw std::bad_alloc();
  // calloc, because fresh pages of a large block are zero without being touched.
  const std::shared_ptr<void> block(std::calloc(bytes, 1), &std::free);
  if (!block) throw std::bad_alloc();
  const auto address = reinterpret_cast<std::uintptr_t>(block.get());
  tensor.data = static_cast<const std::byte*>(block.get()) + (alignment - address % alignment) % alignment;
  tensor.owner = block;
  return tensor;
}

Tensor make_strings(std::span<const std::string> texts, std::vector<std::int64_t> shape) {
  auto kept = std::make_shared<std::pair<std::vector<std::string>, std::vector<byom_str>>>();
  kept->first.assign(texts.begin(), texts.end());
  for (const std::string& text : kept->first) kept->second.push_back({text.data(), text.size()});
  if (kept->second.empty()) kept->second.reserve(1);  // an empty tensor still has an address
  Tensor tensor;
  tensor.dtype = BYOM_STRING;
  tensor.shape = std::move(shape);
  tensor.data = reinterpret_cast<const std::byte*>(kept->second.data());
  tensor.owner = std::move(kept);
  return tensor;
}

Tensor own_strings(const Tensor& strings) {
  std::vector<std::string> texts;
  for (const byom_str& text : strings.elements<byom_str>()) texts.emplace_back(text.p, text.n);
  return make_strings(texts, strings.shape);
}

std::byte* writable(Tensor& tensor) {
  return const_cast<std::byte*>(tensor.data);
}

Tensor contiguous(const Tensor& tensor) {
  const auto address = reinterpret_cast<std::uintptr_t>(tensor.data);
  if (row_major(tensor) && address % element_alignment(tensor.dtype) == 0) {
    Tensor same = tensor;
    same.strides.clear();
    return same;
  }
  Tensor copy = make_tensor(tensor.dtype, tensor.shape);
  copy_elements(tensor, 0, tensor.count(), writable(copy));
  // Copied strings are views of characters that the source's owner keeps.
  if (tensor.dtype == BYOM_STRING)
    copy.owner =
        std::make_shared<std::array<std::shared_ptr<const void>, 2>>(std::array{copy.owner, tensor.owner});
  return copy;
}

namespace {

template <class T>
std::vector<std::int64_t> widened(const Tensor& tensor) {
  const std::span<const T> elements = tensor.elements<T>();
  return {elements.begin(), elements.end()};
}

}  // namespace

std::vector<std::int64_t> integers(const Tensor& source) {
  if (!is_integer(source.dtype) && source.dtype != BYOM_BOOL) return {};
  const Tensor tensor = contiguous(source);
  switch (tensor.dtype) {
    case BYOM_BOOL:
    case BYOM_UINT8:
      return widened<std::uint8_t>(tensor);
    case BYOM_INT8:
      return widened<std::int8_t>(tensor);
    case BYOM_UINT16:
      return widened<std::uint16_t>(tensor);
    case BYOM_INT16:
      return widened<std::int16_t>(tensor);
    case BYOM_INT32:
      return widened<std::int32_t>(tensor);
    case BYOM_INT64:
      return widened<std::int64_t>(tensor);
    case BYOM_UINT32:
      return widened<std::uint32_t>(tensor);
    case BYOM_UINT64:
      return widened<std::uint64_t>(tensor);
    default:
      return {};
  }
}

bool same_content(const Tensor& a, const Tensor& b) {
  if (a.dtype != b.dtype || a.shape != b.shape) return false;
  if (a.data == b.data && a.strides == b.strides) return true;
  if (a.count() <= 0) return a.count() == 0;
  const Tensor left = contiguous(a);
  const Tensor right = contiguous(b);
  if (a.dtype != BYOM_STRING) return std::memcmp(left.data, right.data, left.bytes()) == 0;
  return std::ranges::equal(left.elements<byom_str>(), right.elements<byom_str>(),
                            [](const byom_str& x, const byom_str& y) {
                              return std::string_view(x.p, x.n) == std::string_view(y.p, y.n);
                            });
}

byom_tensor view(const Tensor& tensor) {
  alignas(64) static std::byte nothing[64];
  byom_tensor out{};
  // data NULL means absent, which an empty tensor is not.
  const bool empty = tensor.data == nullptr && tensor.dtype != 0 && tensor.count() == 0;
  out.data = empty ? nothing : const_cast<std::byte*>(tensor.data);
  out.shape = tensor.shape.data();
  out.strides = tensor.strides.empty() ? nullptr : tensor.strides.data();
  out.bytes = tensor.bytes();
  out.dtype = tensor.dtype;
  out.rank = static_cast<std::int32_t>(tensor.shape.size());
  return out;
}

Tensor from_view(const byom_tensor& view) {
  Tensor tensor;
  tensor.dtype = view.dtype;
  if (view.dtype == 0) return tensor;
  tensor.shape.assign(view.shape, view.shape + std::max(view.rank, 0));
  if (view.strides) tensor.strides.assign(view.strides, view.strides + tensor.shape.size());
  tensor.data = static_cast<const std::byte*>(view.data);
  return contiguous(tensor);
}

}  // namespace byom::ir
