// Celu: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Celu: with alpha 1 it is ELU, else ELU between two scalings") {
  OneNode one("Celu", 12), four("Celu", 12);
  one.input(tensor<float>({1, 1}, {2})).free_batch();
  four.attr("alpha", 4.0F).input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(one.layers().value() == "ELU{alpha=1}");
  CHECK(four.layers().value() == "Rescaling{scale=0.25, offset=0} ELU{alpha=1} Rescaling{scale=4, offset=0}");
}

TEST_CASE("Celu: a negative alpha has no Keras layer") {
  OneNode node("Celu", 12);
  node.attr("alpha", -1.0F).input(tensor<float>({1}, {2}));
  CHECK(node.refusal() ==
        "Celu node 'n0' (output 'out0'): attribute 'alpha' is not positive: Keras has no such activation");
}
