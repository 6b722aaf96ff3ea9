// Gelu: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Gelu: the exact form is an Activation, the approximation an operation") {
  OneNode exact("Gelu", 20), tanh("Gelu", 20);
  exact.input(tensor<float>({1, 1}, {2})).free_batch();
  tanh.attr("approximate", "tanh").input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(exact.layers().value() == "Activation{activation=gelu}");
  CHECK(tanh.layers().value() == "ops.Gelu{approximate=true}");
}

TEST_CASE("Gelu: an unknown approximation is refused") {
  OneNode node("Gelu", 20);
  node.attr("approximate", "sigmoid").input(tensor<float>({1}, {2}));
  CHECK(node.refusal() ==
        "Gelu node 'n0' (output 'out0'): attribute 'approximate' has the unknown value 'sigmoid'");
}
