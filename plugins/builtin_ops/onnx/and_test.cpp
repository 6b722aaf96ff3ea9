// And: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("And: two tensors become Keras's operation, and the batch stays free") {
  OneNode node("And", 7);
  node.input(tensor<bool>({1, 2}, {true, true})).input(tensor<bool>({1, 1}, {true})).free_batch();
  CHECK(node.layers().value() == "ops.LogicalAnd{}");
  CHECK(node.inferred().value() == "bool[N,2]");
}

TEST_CASE("And: a constant becomes a key, whichever operand it is") {
  OneNode second("And", 7), first("And", 7);
  second.input(tensor<bool>({1, 2}, {true, true})).constant(tensor<bool>({}, {true}));
  first.constant(tensor<bool>({}, {true})).input(tensor<bool>({1, 2}, {true, true}));
  CHECK(second.layers().value() == "ops.LogicalAnd{x2=true}");
  CHECK(first.layers().value() == "ops.LogicalAnd{x2=true}");
}
