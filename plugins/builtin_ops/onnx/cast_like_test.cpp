// CastLike: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("CastLike: only the type of its second input counts, and it need not be known") {
  OneNode node("CastLike", 15);
  node.input(tensor<float>({1, 2}, {1.5F, 2})).input(tensor<std::int32_t>({1}, {7})).free_batch();
  CHECK(node.inferred().value() == "int32[N,2]");
  CHECK(node.layers().value() == "ops.Cast{dtype=int32}");
}

TEST_CASE("CastLike: to the type it has it makes no layer") {
  OneNode node("CastLike", 15);
  node.input(tensor<float>({1}, {1})).constant(tensor<float>({1}, {0}));
  CHECK(node.layers().value().empty());
}
