// Tests of tensors and of copying elements out of strided views.
#include "host/ir/tensor.hpp"

#include <cstring>
#include <limits>
#include <numeric>
#include <random>

#include <doctest/doctest.h>

using namespace byom::ir;

namespace {

// A tensor whose strides permute a row-major one: axis d of the result is axis order[d] of `base`.
Tensor permuted(const Tensor& base, const std::vector<std::size_t>& order) {
  std::vector<std::int64_t> strides(base.shape.size(), 1);
  for (std::size_t d = base.shape.size(); d-- > 1;) strides[d - 1] = strides[d] * base.shape[d];
  Tensor out = base;
  for (std::size_t d = 0; d < order.size(); ++d) {
    out.shape[d] = base.shape[order[d]];
    out.strides.resize(order.size());
    out.strides[d] = strides[order[d]];
  }
  return out;
}

// The element at row-major position `flat`, found by plain division.
std::vector<std::byte> naive_element(const Tensor& tensor, std::int64_t flat) {
  std::int64_t offset = 0;
  for (std::size_t d = tensor.shape.size(); d-- > 0;) {
    offset += flat % tensor.shape[d] * tensor.strides[d];
    flat /= tensor.shape[d];
  }
  const std::size_t size = element_size(tensor.dtype);
  const std::byte* at = tensor.data + offset * static_cast<std::int64_t>(size);
  return {at, at + size};
}

void check_range(const Tensor& tensor, std::int64_t begin, std::int64_t end) {
  const std::size_t size = element_size(tensor.dtype);
  std::vector<std::byte> out(static_cast<std::size_t>(end - begin) * size + 1, std::byte{0x5A});
  copy_elements(tensor, begin, end, out.data());
  bool same = true;
  for (std::int64_t i = begin; i < end; ++i) {
    const std::vector<std::byte> element = naive_element(tensor, i);
    same = same &&
           std::memcmp(element.data(), out.data() + static_cast<std::size_t>(i - begin) * size, size) == 0;
  }
  CHECK(same);
  CHECK(out.back() == std::byte{0x5A});
}

Tensor noise(std::int32_t dtype, std::vector<std::int64_t> shape) {
  Tensor tensor = make_tensor(dtype, std::move(shape));
  std::mt19937 random(7);
  for (std::uint64_t i = 0; i < tensor.bytes(); ++i) writable(tensor)[i] = static_cast<std::byte>(random());
  return tensor;
}

}  // namespace

TEST_CASE("element types have the sizes and names that onnx.proto states") {
  CHECK(element_size(BYOM_FLOAT) == 4);
  CHECK(element_size(BYOM_DOUBLE) == 8);
  CHECK(element_size(BYOM_BFLOAT16) == 2);
  CHECK(element_size(BYOM_BOOL) == 1);
  CHECK(element_size(BYOM_UINT64) == 8);
  CHECK(element_size(15) == 16);
  CHECK(element_size(22) == 0);
  CHECK(element_size(0) == 0);
  CHECK(element_size(-1) == 0);
  CHECK(element_size(99) == 0);
  CHECK(dtype_name(BYOM_INT64) == "int64");
  CHECK(dtype_name(16) == "bfloat16");
  CHECK(dtype_name(22) == "int4");
  CHECK(dtype_name(99) == "dtype 99");
  CHECK(is_floating(BYOM_FLOAT16));
  CHECK_FALSE(is_floating(BYOM_INT32));
  CHECK(is_integer(BYOM_UINT32));
  CHECK_FALSE(is_integer(BYOM_BOOL));
  CHECK_FALSE(is_integer(BYOM_STRING));
}

TEST_CASE("counts of elements are exact or refused, never wrapped") {
  using Shape = std::vector<std::int64_t>;
  CHECK(element_count(Shape{}) == 1);
  CHECK(element_count(Shape{2, 3, 4}) == 24);
  CHECK(element_count(Shape{std::int64_t{1} << 40, std::int64_t{1} << 40, 0}) == 0);
  CHECK(element_count(Shape{std::int64_t{1} << 32, std::int64_t{1} << 32}) == -1);
  CHECK(element_count(Shape{std::int64_t{1} << 31, std::int64_t{1} << 31}) == std::int64_t{1} << 62);
  CHECK(element_count(Shape{3, -1}) == -1);
  CHECK(element_count(Shape{0, -1}) == -1);
  CHECK(element_count(Shape{std::numeric_limits<std::int64_t>::min()}) == -1);
  CHECK(shape_text(Shape{1, 3, 224, 224}) == "[1,3,224,224]");
  CHECK(shape_text(Shape{}) == "[]");
}

TEST_CASE("a new tensor is zero, aligned and has an address even when empty") {
  const Tensor tensor = make_tensor(BYOM_FLOAT, {3, 5});
  CHECK(reinterpret_cast<std::uintptr_t>(tensor.data) % 64 == 0);
  CHECK(tensor.bytes() == 60);
  for (const float element : tensor.elements<float>()) CHECK(element == 0.0F);
  CHECK(make_tensor(BYOM_INT64, {0}).data != nullptr);
  CHECK_THROWS_AS(make_tensor(BYOM_FLOAT, {-1}), std::bad_alloc);
  CHECK_THROWS_AS(make_tensor(BYOM_DOUBLE, {std::int64_t{1} << 31, std::int64_t{1} << 31}), std::bad_alloc);
}

TEST_CASE("permuted tensors copy as a naive loop does, for every element width and every range end") {
  for (const std::int32_t dtype : {BYOM_UINT8, BYOM_FLOAT16, BYOM_FLOAT, BYOM_DOUBLE, 15}) {
    CAPTURE(dtype);
    check_range(permuted(noise(dtype, {37, 53}), {1, 0}), 0, 37 * 53);
    check_range(permuted(noise(dtype, {33, 7, 3, 3}), {2, 3, 1, 0}), 0, 33 * 7 * 9);
    check_range(permuted(noise(dtype, {2, 5, 6, 7}), {0, 2, 3, 1}), 0, 420);
    check_range(permuted(noise(dtype, {4, 3, 2, 5, 6}), {4, 0, 2, 1, 3}), 0, 720);
    check_range(permuted(noise(dtype, {3, 150, 2}), {2, 0, 1}), 0, 900);
    check_range(permuted(noise(dtype, {1, 4, 1, 3}), {3, 2, 1, 0}), 0, 12);
  }
  const Tensor tensor = permuted(noise(BYOM_FLOAT, {5, 4, 3}), {2, 0, 1});
  for (std::int64_t begin = 0; begin <= 60; ++begin)
    for (std::int64_t end = begin; end <= 60; ++end) check_range(tensor, begin, end);
}

TEST_CASE("sliced, repeated and reversed views copy as a naive loop does") {
  Tensor sliced = noise(BYOM_FLOAT, {10, 20});
  sliced.shape = {5, 7};
  sliced.strides = {40, 3};
  check_range(sliced, 0, 35);
  check_range(sliced, 3, 33);
  Tensor repeated = noise(BYOM_INT64, {6});
  repeated.shape = {4, 6};
  repeated.strides = {0, 1};
  check_range(repeated, 0, 24);
  repeated.shape = {6, 4};
  repeated.strides = {1, 0};
  check_range(repeated, 0, 24);
  Tensor reversed = noise(BYOM_INT32, {3, 8});
  reversed.data += 7 * 4;
  reversed.strides = {8, -1};
  check_range(reversed, 0, 24);
}

TEST_CASE("an empty or scalar tensor copies nothing or one element") {
  Tensor empty = make_tensor(BYOM_FLOAT, {0, 3});
  empty.strides = {1, 5};
  copy_elements(empty, 0, 0, nullptr);
  Tensor scalar = make_tensor(BYOM_FLOAT, {});
  const float three = 3.0F;
  std::memcpy(writable(scalar), &three, 4);
  float out = 0;
  copy_elements(scalar, 0, 1, reinterpret_cast<std::byte*>(&out));
  CHECK(out == 3.0F);
}

TEST_CASE("contiguous copies only what is strided or misaligned") {
  const Tensor dense = noise(BYOM_FLOAT, {4, 6});
  CHECK(contiguous(dense).data == dense.data);
  Tensor with_strides = dense;
  with_strides.strides = {6, 1};
  CHECK(contiguous(with_strides).data == dense.data);
  CHECK(contiguous(with_strides).strides.empty());
  const Tensor transposed = contiguous(permuted(dense, {1, 0}));
  CHECK(transposed.strides.empty());
  CHECK(transposed.elements<std::uint32_t>()[1] == dense.elements<std::uint32_t>()[6]);

  const Tensor bytes = noise(BYOM_UINT8, {13});
  Tensor odd;
  odd.dtype = BYOM_FLOAT;
  odd.shape = {3};
  odd.data = bytes.data + 1;
  odd.owner = bytes.owner;
  const Tensor aligned = contiguous(odd);
  CHECK(reinterpret_cast<std::uintptr_t>(aligned.data) % 4 == 0);
  CHECK(std::memcmp(aligned.data, odd.data, 12) == 0);
}

TEST_CASE("strings live as long as any copy of them") {
  Tensor copy;
  {
    Tensor strings =
        make_strings(std::vector<std::string>{"a", "bb", "", "dddddddddddddddddddddddd"}, {2, 2});
    strings.strides = {1, 2};
    copy = contiguous(strings);
  }
  const auto views = copy.elements<byom_str>();
  CHECK(std::string(views[1].p, views[1].n).empty());
  CHECK(std::string(views[2].p, views[2].n) == "bb");
  CHECK(std::string(views[3].p, views[3].n) == "dddddddddddddddddddddddd");
  const Tensor same =
      make_strings(std::vector<std::string>{"a", "", "bb", "dddddddddddddddddddddddd"}, {2, 2});
  CHECK(same_content(copy, same));
  CHECK_FALSE(same_content(copy, make_strings(std::vector<std::string>{"a", "", "bb", "x"}, {2, 2})));
}

TEST_CASE("integers of every width are widened, other types have none") {
  const auto stored = [](std::int32_t dtype, std::vector<std::uint8_t> bytes) {
    Tensor tensor = make_tensor(dtype, {static_cast<std::int64_t>(bytes.size() / element_size(dtype))});
    std::memcpy(writable(tensor), bytes.data(), bytes.size());
    return integers(tensor);
  };
  using Numbers = std::vector<std::int64_t>;
  CHECK(stored(BYOM_INT8, {0xFF, 1}) == Numbers{-1, 1});
  CHECK(stored(BYOM_UINT8, {0xFF}) == Numbers{255});
  CHECK(stored(BYOM_BOOL, {1, 0}) == Numbers{1, 0});
  CHECK(stored(BYOM_INT16, {0xFE, 0xFF}) == Numbers{-2});
  CHECK(stored(BYOM_UINT16, {0xFE, 0xFF}) == Numbers{65534});
  CHECK(stored(BYOM_INT32, {0xFD, 0xFF, 0xFF, 0xFF}) == Numbers{-3});
  CHECK(stored(BYOM_UINT32, {0xFD, 0xFF, 0xFF, 0xFF}) == Numbers{4294967293});
  CHECK(stored(BYOM_INT64, {2, 0, 0, 0, 0, 0, 0, 0x80}) ==
        Numbers{std::numeric_limits<std::int64_t>::min() + 2});
  CHECK(stored(BYOM_FLOAT, {0, 0, 0x80, 0x3F}).empty());
}

TEST_CASE("content is compared by type, shape and bytes, whatever the strides") {
  const Tensor a = noise(BYOM_FLOAT, {4, 6});
  CHECK(same_content(contiguous(permuted(a, {1, 0})), permuted(a, {1, 0})));
  Tensor b = noise(BYOM_FLOAT, {4, 6});
  CHECK(same_content(a, b));
  writable(b)[95] ^= std::byte{1};
  CHECK_FALSE(same_content(a, b));
  CHECK_FALSE(same_content(a, noise(BYOM_FLOAT, {6, 4})));
  CHECK_FALSE(same_content(a, noise(BYOM_INT32, {4, 6})));
}

TEST_CASE("a view never calls an empty tensor absent") {
  Tensor empty;
  empty.dtype = BYOM_FLOAT;
  empty.shape = {0};
  CHECK(view(empty).data != nullptr);
  CHECK(view(Tensor{}).data == nullptr);
  const Tensor tensor = make_tensor(BYOM_FLOAT, {2, 3});
  CHECK(view(tensor).rank == 2);
  CHECK(view(tensor).shape[1] == 3);
  CHECK(view(tensor).strides == nullptr);
  CHECK(view(tensor).bytes == 24);
}
