// Sqrt: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Sqrt: becomes Keras's operation Sqrt, and the batch stays free") {
  byom::testing::OneNode node("Sqrt", 13);
  node.input(byom::tensor<float>({1, 1}, {0})).free_batch();
  CHECK(node.layers().value() == "ops.Sqrt{}");
  CHECK(node.inferred().value() == "float[N,1]");
}
