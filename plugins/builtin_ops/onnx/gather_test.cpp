// Gather: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Gather: constant indices become an operation, one index a slice") {
  OneNode node("Gather", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).attr("axis", 1).free_batch();
  OneNode one = node;
  node.constant(tensor<std::int64_t>({2}, {-1, 0}));
  CHECK(node.inferred().value() == "float[N,2]");
  CHECK(node.layers().value() == "ops.Take{axis=1, indices=int32[2]}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {3, 1})));
  one.constant(tensor<std::int64_t>({}, {-2}));
  CHECK(one.inferred().value() == "float[N]");
  CHECK(one.layers().value().starts_with("ops.GetItem{key="));
  CHECK(near(one.run_converted().value()[0], tensor<float>({1}, {2})));
}

TEST_CASE("Gather: a constant table is an Embedding, which can be trained") {
  OneNode node("Gather", 13);
  node.constant(tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6}))
      .input(tensor<std::int64_t>({1, 2}, {1, 0}))
      .free_batch();
  CHECK(node.inferred().value() == "float[N,2,3]");
  CHECK(node.layers().value() == "Embedding{input_dim=2, output_dim=3}");
}

TEST_CASE("Gather: of another table the indices pick columns, and the table is a weight") {
  OneNode node("Gather", 13);
  node.constant(tensor<float>({2, 2}, {1, 2, 3, 4})).input(tensor<std::int64_t>({1, 1}, {1})).attr("axis", 1);
  CHECK(node.layers().value().find("Embedding{input_dim=1, output_dim=4}") != std::string::npos);
  CHECK(near(node.run_converted().value()[0], tensor<float>({2, 1, 1}, {2, 4})));
}

TEST_CASE("Gather: samples are not picked, and an index must lie inside") {
  const std::string where = "Gather node 'n0' (output 'out0'): ";
  OneNode node("Gather", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).free_batch();
  OneNode outside = node, cross = node;
  CHECK(node.constant(tensor<std::int64_t>({1}, {0})).refusal() ==
        where + "it picks from the batch: it mixes samples");
  outside.attr("axis", 1).constant(tensor<std::int64_t>({1}, {3}));
  CHECK(outside.refusal() == where + "an index lies outside the axis of 3 cells");
  CHECK(!outside.run().ok());
  cross.attr("axis", 1).input(tensor<std::int64_t>({1}, {0}));
  CHECK(cross.refusal() ==
        where + "it picks from every sample by the indices of every other one: it mixes samples");
}
