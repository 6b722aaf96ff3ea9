// LeakyRelu: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("LeakyRelu: becomes Keras's ReLU with a slope, 0.01 where alpha is left out") {
  OneNode node("LeakyRelu", 16);
  node.input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(node.layers().value() == "ReLU{negative_slope=0.01}");
}

TEST_CASE("LeakyRelu: a negative slope is computed, but Keras has no layer for it") {
  OneNode node("LeakyRelu", 16);
  node.attr("alpha", -1.0F).input(tensor<float>({2}, {-2, 3}));
  CHECK(byom::testing::near(node.run().value()[0], tensor<float>({2}, {2, 3})));
  CHECK(node.refusal() ==
        "LeakyRelu node 'n0' (output 'out0'): attribute 'alpha' is negative: Keras's ReLU takes no negative "
        "slope");
}
