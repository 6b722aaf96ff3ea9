// Elu: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("Elu: becomes Keras's ELU with alpha written out") {
  byom::testing::OneNode node("Elu", 22);
  node.attr("alpha", 0.5F).input(byom::tensor<float>({1, 1}, {2})).free_batch();
  CHECK(node.layers().value() == "ELU{alpha=0.5}");
  CHECK(node.inferred().value() == "float[N,1]");
}
