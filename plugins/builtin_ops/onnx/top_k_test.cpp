// TopK: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode top(std::int64_t axis, std::int64_t largest) {
  OneNode node("TopK", 11);
  node.input(tensor<float>({1, 2, 2}, {1, 4, 3, 2})).constant(tensor<std::int64_t>({1}, {1})).outputs(2);
  node.attr("axis", axis).attr("largest", largest).free_batch();
  return node;
}
}  // namespace

TEST_CASE("TopK: the last axis is Keras's own; the places become int64") {
  CHECK(top(-1, 1).inferred().value() == "float[N,2,1] int64[N,2,1]");
  CHECK(top(-1, 1).layers().value() == "ops.TopK{k=1} ops.Cast{dtype=int64}");
}

TEST_CASE("TopK: another axis is moved there and back, the smallest are the largest of the negatives") {
  const auto found = top(1, 0).run_converted().value();
  CHECK(near(found[0], tensor<float>({1, 1, 2}, {1, 2})));
  CHECK(near(found[1], tensor<std::int64_t>({1, 1, 2}, {0, 1})));
  CHECK(top(1, 0).layers().value().starts_with("ops.Negative{} ops.Transpose{axes=[0,2,1]} ops.TopK{k=1}"));
}

TEST_CASE("TopK: samples are not compared, and no more cells are taken than there are") {
  CHECK(top(0, 1).refusal() == "TopK node 'n0' (output 'out0'): it compares samples: it mixes samples");
  OneNode node("TopK", 1);
  node.input(tensor<float>({1, 2}, {1, 2})).attr("k", 3).outputs(2);
  CHECK(!node.run().ok());
}

TEST_CASE("TopK: opset 1 has k as an attribute") {
  OneNode node("TopK", 9);
  node.input(tensor<float>({1, 3}, {1, 5, 3})).attr("k", 2).outputs(2);
  CHECK(near(node.run().value()[0], tensor<float>({1, 2}, {5, 3})));
}
