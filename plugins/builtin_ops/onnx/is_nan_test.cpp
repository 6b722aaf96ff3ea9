// IsNaN: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("IsNaN: becomes Keras's operation Isnan, and the batch stays free") {
  byom::testing::OneNode node("IsNaN", 20);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Isnan{}");
  CHECK(node.inferred().value() == "bool[N,1]");
}
