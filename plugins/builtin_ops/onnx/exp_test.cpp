// Exp: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Exp: becomes Keras's Activation, and the batch stays free") {
  byom::testing::OneNode node("Exp", 13);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "Activation{activation=exponential}");
  CHECK(node.inferred().value() == "float[N,1]");
}
