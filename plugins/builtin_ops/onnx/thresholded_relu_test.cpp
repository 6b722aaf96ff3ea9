// ThresholdedRelu: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("ThresholdedRelu: becomes Keras's ReLU with a threshold") {
  OneNode node("ThresholdedRelu", 10);
  node.input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(node.layers().value() == "ReLU{threshold=1}");
}

TEST_CASE("ThresholdedRelu: a negative threshold is computed, but Keras has no layer for it") {
  OneNode node("ThresholdedRelu", 10);
  node.attr("alpha", -1.0F).input(tensor<float>({2}, {-0.5F, -2}));
  CHECK(byom::testing::near(node.run().value()[0], tensor<float>({2}, {-0.5F, 0})));
  CHECK(node.refusal() ==
        "ThresholdedRelu node 'n0' (output 'out0'): attribute 'alpha' is negative: Keras's ReLU "
        "takes no negative threshold");
}
