// Min: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Min: tensors of one rank become one merge layer, of several an operation") {
  OneNode same("Min", 13), other("Min", 13);
  same.input(tensor<float>({1, 2}, {1, 2})).input(tensor<float>({1, 2}, {1, 2})).free_batch();
  other.input(tensor<float>({1, 1, 2}, {1, 2})).input(tensor<float>({1}, {2}));
  CHECK(same.layers().value() == "Minimum{}");
  CHECK(other.layers().value() == "ops.Minimum{}");
}

TEST_CASE("Min: integers become an operation with the constant as its key") {
  OneNode node("Min", 13);
  node.input(tensor<std::int32_t>({1, 2}, {1, 2})).constant(tensor<std::int32_t>({2}, {1, 3})).free_batch();
  CHECK(node.layers().value() == "ops.Minimum{x2=int32[2]}");
  CHECK(node.inferred().value() == "int32[N,2]");
}
