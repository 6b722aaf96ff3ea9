// Cos: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Cos: becomes Keras's operation Cos, and the batch stays free") {
  byom::testing::OneNode node("Cos", 22);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Cos{}");
  CHECK(node.inferred().value() == "float[N,1]");
}
