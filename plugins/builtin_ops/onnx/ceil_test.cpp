// Ceil: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Ceil: becomes Keras's operation Ceil, and the batch stays free") {
  byom::testing::OneNode node("Ceil", 13);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Ceil{}");
  CHECK(node.inferred().value() == "float[N,1]");
}
