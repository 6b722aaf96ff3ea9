// GreaterOrEqual: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("GreaterOrEqual: two tensors become Keras's operation, and the batch stays free") {
  OneNode node("GreaterOrEqual", 16);
  node.input(tensor<float>({1, 2}, {2, 2})).input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(node.layers().value() == "ops.GreaterEqual{}");
  CHECK(node.inferred().value() == "bool[N,2]");
}

TEST_CASE("GreaterOrEqual: a constant becomes a key, whichever operand it is") {
  OneNode second("GreaterOrEqual", 16), first("GreaterOrEqual", 16);
  second.input(tensor<float>({1, 2}, {2, 2})).constant(tensor<float>({}, {2}));
  first.constant(tensor<float>({}, {2})).input(tensor<float>({1, 2}, {2, 2}));
  CHECK(second.layers().value() == "ops.GreaterEqual{x2=2}");
  CHECK(first.layers().value() == "ops.LessEqual{x2=2}");
}
