// Softplus: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Softplus: becomes Keras's Activation, and the batch stays free") {
  byom::testing::OneNode node("Softplus", 22);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "Activation{activation=softplus}");
  CHECK(node.inferred().value() == "float[N,1]");
}
