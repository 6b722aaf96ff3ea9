// Atan: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Atan: becomes Keras's operation Arctan, and the batch stays free") {
  byom::testing::OneNode node("Atan", 22);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Arctan{}");
  CHECK(node.inferred().value() == "float[N,1]");
}
