// Acosh: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Acosh: becomes Keras's operation Arccosh, and the batch stays free") {
  byom::testing::OneNode node("Acosh", 22);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Arccosh{}");
  CHECK(node.inferred().value() == "float[N,1]");
}
