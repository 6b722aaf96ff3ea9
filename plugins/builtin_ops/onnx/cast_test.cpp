// Cast: what its worked examples cannot know.
#include <cmath>
#include <cstring>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
template <class From, class To>
bool casts(std::vector<From> from, std::int32_t type, std::vector<To> to) {
  const auto n = static_cast<std::int64_t>(from.size());
  OneNode node("Cast", 13);
  node.input(tensor<From>({n}, from)).attr("to", type);
  return near(node.run().value()[0], tensor<To>({n}, to), 0);
}
std::vector<std::uint16_t> bits(const byom::Literal& halves) {
  std::vector<std::uint16_t> result(halves.bytes.size() / 2);
  std::memcpy(result.data(), halves.bytes.data(), halves.bytes.size());
  return result;
}
}  // namespace

TEST_CASE("Cast: becomes Keras's operation; the same type makes no layer") {
  OneNode node("Cast", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).free_batch();
  OneNode same = node;
  CHECK(node.attr("to", BYOM_INT64).layers().value() == "ops.Cast{dtype=int64}");
  CHECK(node.inferred().value() == "int64[N,2]");
  CHECK(same.attr("to", BYOM_FLOAT).layers().value().empty());
}

TEST_CASE("Cast: doubles are rounded once on the way to 16 bits") {
  // 1 + 2^-11 is half way between two halves; a little more must go up, though as a float it is half way
  // again.
  OneNode node("Cast", 13);
  node.input(tensor<double>({2}, {1 + 0x1p-11 + 0x1p-40, 1 + 0x1p-11})).attr("to", BYOM_FLOAT16);
  CHECK(bits(node.run().value()[0]) == std::vector<std::uint16_t>{0x3C01, 0x3C00});
  OneNode brain("Cast", 13);
  brain.input(tensor<double>({2}, {1 + 0x1p-8 + 0x1p-40, 1 + 0x1p-8})).attr("to", BYOM_BFLOAT16);
  CHECK(bits(brain.run().value()[0]) == std::vector<std::uint16_t>{0x3F81, 0x3F80});
}

TEST_CASE("Cast: what does not fit an integer wraps, NaN is 0, and nothing traps") {
  CHECK(casts<float, std::int8_t>({300, -129, NAN}, BYOM_INT8, {44, 127, 0}));
  CHECK(
      casts<double, std::uint64_t>({0x1p63, 0x1p64, INFINITY}, BYOM_UINT64, {std::uint64_t{1} << 63, 0, 0}));
  CHECK(casts<std::uint64_t, double>({~std::uint64_t{0}}, BYOM_DOUBLE, {0x1p64}));
  CHECK(casts<bool, std::uint16_t>({true, false}, BYOM_UINT16, {1, 0}));
}

TEST_CASE("Cast: types that Keras lacks are refused by number") {
  OneNode node("Cast", 13);
  node.input(tensor<float>({1}, {1})).attr("to", BYOM_STRING);
  CHECK(node.refusal() ==
        "Cast node 'n0' (output 'out0'): it converts element type 1 to 8 (numbers of "
        "TensorProto.DataType), and Keras has no tensors of one of them");
}
