// Erf: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Erf: becomes Keras's operation Erf, and the batch stays free") {
  byom::testing::OneNode node("Erf", 13);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Erf{}");
  CHECK(node.inferred().value() == "float[N,1]");
}
