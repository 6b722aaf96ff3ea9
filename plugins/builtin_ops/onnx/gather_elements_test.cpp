// GatherElements: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("GatherElements: becomes Keras's operation, and the batch stays free") {
  OneNode node("GatherElements", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).input(tensor<std::int64_t>({1, 2}, {2, -3})).attr("axis", -1);
  node.free_batch();
  CHECK(node.inferred().value() == "float[N,2]");
  CHECK(node.layers().value() == "ops.TakeAlongAxis{axis=1}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {3, 1})));
}

TEST_CASE("GatherElements: what Keras cannot address is refused") {
  const std::string where = "GatherElements node 'n0' (output 'out0'): ";
  OneNode part("GatherElements", 13);
  part.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4}))
      .constant(tensor<std::int64_t>({1, 1, 1}, {0}))
      .attr("axis", 1);
  CHECK(part.refusal() == where + "its indices leave out a part of axis 2, which Keras does not");
  OneNode batch("GatherElements", 13);
  batch.input(tensor<float>({1, 2}, {1, 2})).input(tensor<std::int64_t>({1, 2}, {0, 0})).free_batch();
  CHECK(batch.refusal() == where + "it addresses the batch: it mixes samples");
}
