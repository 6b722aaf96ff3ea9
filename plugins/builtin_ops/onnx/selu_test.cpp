// Selu: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Selu: the usual numbers are Keras's selu, written out or not") {
  OneNode left_out("Selu", 6), written("Selu", 6);
  left_out.input(tensor<float>({1, 1}, {2})).free_batch();
  written.attr("alpha", 1.67326319217681884765625F).attr("gamma", 1.05070102214813232421875F);
  written.input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(left_out.layers().value() == "Activation{activation=selu}");
  CHECK(written.layers().value() == "Activation{activation=selu}");
}

TEST_CASE("Selu: other numbers are ELU and Rescaling") {
  OneNode node("Selu", 6);
  node.attr("alpha", 2.0F).attr("gamma", 3.0F).input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(node.layers().value() == "ELU{alpha=2} Rescaling{scale=3, offset=0}");
}
