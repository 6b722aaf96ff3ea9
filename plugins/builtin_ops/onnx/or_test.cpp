// Or: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Or: two tensors become Keras's operation, and the batch stays free") {
  OneNode node("Or", 7);
  node.input(tensor<bool>({1, 2}, {true, true})).input(tensor<bool>({1, 1}, {true})).free_batch();
  CHECK(node.layers().value() == "ops.LogicalOr{}");
  CHECK(node.inferred().value() == "bool[N,2]");
}

TEST_CASE("Or: a constant becomes a key, whichever operand it is") {
  OneNode second("Or", 7), first("Or", 7);
  second.input(tensor<bool>({1, 2}, {true, true})).constant(tensor<bool>({}, {true}));
  first.constant(tensor<bool>({}, {true})).input(tensor<bool>({1, 2}, {true, true}));
  CHECK(second.layers().value() == "ops.LogicalOr{x2=true}");
  CHECK(first.layers().value() == "ops.LogicalOr{x2=true}");
}
