// Identity: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Identity: makes no layer, and the batch passes through") {
  OneNode node("Identity", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).free_batch();
  CHECK(node.inferred().value() == "float[N,2]");
  CHECK(node.layers().value().empty());
}
