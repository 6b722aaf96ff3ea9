// A tensor: element type, shape, and a view of bytes that somebody keeps alive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <byom/plugin.h>

namespace byom::ir {

// Bytes of one element of a dtype (numbers of TensorProto.DataType); 0 for an unknown one. A string element
// is a byom_str.
std::size_t element_size(std::int32_t dtype);
// ONNX's name of a dtype ("float", "int64"), or "dtype <n>".
std::string dtype_name(std::int32_t dtype);
bool is_floating(std::int32_t dtype);
bool is_integer(std::int32_t dtype);

// "[1,3,224,224]"
std::string shape_text(std::span<const std::int64_t> shape);
// Product of the extents, or -1 where it exceeds 2^62 or an extent is negative.
std::int64_t element_count(std::span<const std::int64_t> shape);

struct Tensor {
  std::int32_t dtype = 0;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  // in elements; empty: row-major
  const std::byte* data = nullptr;
  std::shared_ptr<const void> owner;  // keeps `data` valid; a mapped file, a buffer, ...

  [[nodiscard]] std::int64_t count() const { return element_count(shape); }
  [[nodiscard]] std::uint64_t bytes() const {
    return static_cast<std::uint64_t>(count()) * element_size(dtype);
  }
  // Elements as T. Preconditions: row-major, sizeof(T) fits the dtype, data aligned for T.
  template <class T>
  [[nodiscard]] std::span<const T> elements() const {
    return {reinterpret_cast<const T*>(data), static_cast<std::size_t>(count())};
  }
};

// A zeroed, 64-byte aligned, row-major tensor that owns its bytes. Throws std::bad_alloc, also for a count of
// -1.
Tensor make_tensor(std::int32_t dtype, std::vector<std::int64_t> shape);
// A row-major tensor of strings that owns their characters. Precondition: as many texts as elements.
Tensor make_strings(std::span<const std::string> texts, std::vector<std::int64_t> shape);
// A copy of a row-major tensor of strings whose characters may be another's: it owns them.
Tensor own_strings(const Tensor& strings);
// The writable bytes of a tensor that make_tensor made and nobody shares yet.
std::byte* writable(Tensor& tensor);
// Row-major copy of elements [begin, end) (row-major order of tensor.shape) into `out`. A transposed tensor
// is fastest copied whole: parts that cut its slowest axes read the source once each.
void copy_elements(const Tensor& tensor, std::int64_t begin, std::int64_t end, std::byte* out);
// `tensor` itself when row-major and aligned for its element, else a row-major copy.
Tensor contiguous(const Tensor& tensor);
// The integers of a bool, (u)int8..64 tensor.
std::vector<std::int64_t> integers(const Tensor& tensor);
// Same dtype, shape and bytes.
bool same_content(const Tensor& a, const Tensor& b);
// The view plugins get (of a contiguous tensor, for constants may lie at any address of a file); valid while
// `tensor` lives and does not change.
byom_tensor view(const Tensor& tensor);
// What a plugin's view shows, row-major; dtype 0 where it is absent. Its bytes stay the plugin's where they
// can be read as they lie.
Tensor from_view(const byom_tensor& view);

}  // namespace byom::ir
