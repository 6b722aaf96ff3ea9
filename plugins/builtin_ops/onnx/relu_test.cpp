// Relu: what its worked examples cannot know.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Relu: becomes Keras's ReLU, and the batch stays free") {
  OneNode node("Relu", 13);
  node.input(tensor<float>({1, 2}, {-1, 2})).free_batch();
  CHECK(node.inferred().value() == "float[N,2]");
  CHECK(node.layers().value() == "ReLU{}");
}

TEST_CASE("Relu: NaN passes") {
  OneNode node("Relu", 13);
  node.input(tensor<float>({2}, {NAN, -INFINITY}));
  CHECK(near(node.run().value()[0], tensor<float>({2}, {NAN, 0})));
}
