// Greater: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Greater: two tensors become Keras's operation, and the batch stays free") {
  OneNode node("Greater", 13);
  node.input(tensor<float>({1, 2}, {2, 2})).input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(node.layers().value() == "ops.Greater{}");
  CHECK(node.inferred().value() == "bool[N,2]");
}

TEST_CASE("Greater: a constant becomes a key, whichever operand it is") {
  OneNode second("Greater", 13), first("Greater", 13);
  second.input(tensor<float>({1, 2}, {2, 2})).constant(tensor<float>({}, {2}));
  first.constant(tensor<float>({}, {2})).input(tensor<float>({1, 2}, {2, 2}));
  CHECK(second.layers().value() == "ops.Greater{x2=2}");
  CHECK(first.layers().value() == "ops.Less{x2=2}");
}
