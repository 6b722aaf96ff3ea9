// Not: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Not: becomes Keras's operation LogicalNot, and the batch stays free") {
  byom::testing::OneNode node("Not", 1);
  node.input(byom::tensor<bool>({1, 1}, {true})).free_batch();
  CHECK(node.layers().value() == "ops.LogicalNot{}");
  CHECK(node.inferred().value() == "bool[N,1]");
}
