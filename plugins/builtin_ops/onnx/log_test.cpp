// Log: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Log: becomes Keras's operation Log, and the batch stays free") {
  byom::testing::OneNode node("Log", 13);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Log{}");
  CHECK(node.inferred().value() == "float[N,1]");
}
