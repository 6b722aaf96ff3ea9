// Equal: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Equal: two tensors become Keras's operation, and the batch stays free") {
  OneNode node("Equal", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).input(tensor<float>({1, 1}, {1})).free_batch();
  CHECK(node.layers().value() == "ops.Equal{}");
  CHECK(node.inferred().value() == "bool[N,2]");
}

TEST_CASE("Equal: constants are keys, never weights, since nothing trains through a comparison") {
  OneNode node("Equal", 13);
  node.constant(tensor<float>({2}, {1, 3})).input(tensor<float>({1, 2}, {1, 2})).free_batch();
  CHECK(node.layers().value() == "ops.Equal{x2=float[2]}");
  CHECK(byom::testing::near(node.run_converted().value()[0], tensor<bool>({1, 2}, {true, false})));
}
