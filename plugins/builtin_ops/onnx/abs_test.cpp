// Abs: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Abs: becomes Keras's operation Absolute, and the batch stays free") {
  byom::testing::OneNode node("Abs", 13);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Absolute{}");
  CHECK(node.inferred().value() == "float[N,1]");
}
