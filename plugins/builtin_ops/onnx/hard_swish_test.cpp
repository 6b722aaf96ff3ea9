// HardSwish: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("HardSwish: becomes layers that both Kerases have") {
  byom::testing::OneNode node("HardSwish", 14);
  node.input(byom::tensor<float>({1, 1}, {2})).free_batch();
  CHECK(node.layers().value() == "Rescaling{scale=0.16666667, offset=0.5} ReLU{max_value=1} Multiply{}");
}
