// Flatten: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Flatten: rows of samples become Keras's Reshape, which unlike its Flatten keeps the order") {
  OneNode node("Flatten", 13);
  node.input(tensor<float>({1, 2, 3}, std::vector<float>(6))).free_batch();
  OneNode rows = node, mixed = node;
  CHECK(node.inferred().value() == "float[N,6]");
  CHECK(node.layers().value() == "Reshape{target_shape=[6]}");
  CHECK(rows.attr("axis", 2).inferred().value() == "float[2*N,3]");
  CHECK(rows.layers().value() == "ops.Reshape{newshape=[-1,3]}");
  CHECK(
      mixed.attr("axis", 0).refusal() ==
      "Flatten node 'n0' (output 'out0'): axis 0 puts the samples of a batch into one row: it mixes samples");
}

TEST_CASE("Flatten: an axis outside the rank is refused") {
  OneNode node("Flatten", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).attr("axis", 3);
  CHECK(node.refusal() == "Flatten node 'n0' (output 'out0'): axis 3 is outside [0, 2]");
}
