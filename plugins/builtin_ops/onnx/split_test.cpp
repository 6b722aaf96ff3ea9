// Split: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Split: becomes Keras's operation with one output for each part") {
  OneNode node("Split", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).constant(tensor<std::int64_t>({2}, {1, 2})).attr("axis", -1);
  node.outputs(2).free_batch();
  CHECK(node.inferred().value() == "float[N,1] float[N,2]");
  CHECK(node.layers().value() == "ops.Split{indices_or_sections=[1], axis=1}");
}

TEST_CASE("Split: one part is the tensor itself") {
  OneNode node("Split", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).attr("axis", 1);
  CHECK(node.layers().value().empty());
}

TEST_CASE("Split: what does not add up is refused") {
  const std::string where = "Split node 'n0' (output 'out0'): ";
  OneNode node("Split", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).outputs(2).free_batch();
  OneNode batch = node, unequal = node, short_list = node;
  CHECK(batch.refusal() == where + "it splits the batch: it mixes samples");
  CHECK(unequal.attr("axis", 1).refusal() == where + "3 cells do not make 2 equal parts");
  short_list.attr("axis", 1).constant(tensor<std::int64_t>({2}, {1, 1}));
  CHECK(short_list.refusal() == where + "its parts add up to 2, but axis 1 has 3 cells");
  OneNode both("Split", 18);
  both.input(tensor<float>({2}, {1, 2})).constant(tensor<std::int64_t>({1}, {2})).attr("num_outputs", 1);
  CHECK(both.refusal() == where + "it has both an input 'split' and an attribute 'num_outputs'");
}

TEST_CASE("Split: lengths whose sum would overflow are refused") {
  OneNode node("Split", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).attr("axis", 1).outputs(2);
  node.constant(tensor<std::int64_t>({2}, {INT64_MAX, 2}));
  CHECK(
      node.refusal() ==
      "Split node 'n0' (output 'out0'): a part of its split has 9223372036854775807 cells, but axis 1 has 3 "
      "cells");
}
