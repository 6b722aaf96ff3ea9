// HardSigmoid: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

TEST_CASE("HardSigmoid: becomes a scaling and a bounded ReLU, which Keras 2 and 3 agree on") {
  byom::testing::OneNode node("HardSigmoid", 22);
  node.input(byom::tensor<float>({1, 1}, {2})).free_batch();
  CHECK(node.layers().value() == "Rescaling{scale=0.2, offset=0.5} ReLU{max_value=1}");
}
