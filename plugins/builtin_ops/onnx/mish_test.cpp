// Mish: becomes layers that both Keras generations have.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Mish: becomes softplus, tanh and a product") {
  OneNode node("Mish", 18);
  node.input(tensor<float>({1, 2}, {-1, 1})).free_batch();
  CHECK(node.layers().value() == "Activation{activation=softplus} Activation{activation=tanh} Multiply{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {-0.30340147F, 0.8650984F})));
}

TEST_CASE("Mish: infinity and NaN stay") {
  OneNode node("Mish", 18);
  node.input(tensor<float>({2}, {INFINITY, NAN}));
  CHECK(near(node.run().value()[0], tensor<float>({2}, {INFINITY, NAN})));
}
