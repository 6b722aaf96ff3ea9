// Xor: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Xor: two tensors become Keras's operation, and the batch stays free") {
  OneNode node("Xor", 7);
  node.input(tensor<bool>({1, 2}, {true, true})).input(tensor<bool>({1, 1}, {true})).free_batch();
  CHECK(node.layers().value() == "ops.LogicalXor{}");
  CHECK(node.inferred().value() == "bool[N,2]");
}

TEST_CASE("Xor: a constant becomes a key, whichever operand it is") {
  OneNode second("Xor", 7), first("Xor", 7);
  second.input(tensor<bool>({1, 2}, {true, true})).constant(tensor<bool>({}, {true}));
  first.constant(tensor<bool>({}, {true})).input(tensor<bool>({1, 2}, {true, true}));
  CHECK(second.layers().value() == "ops.LogicalXor{x2=true}");
  CHECK(first.layers().value() == "ops.LogicalXor{x2=true}");
}
