// ReduceMax: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ReduceMax: becomes Keras's operations over the same axes, and the batch stays free") {
  OneNode node("ReduceMax", 13);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4}))
      .attr("axes", std::vector<std::int64_t>{1, -1})
      .free_batch();
  CHECK(node.layers().value() == "ops.Max{axis=[1,2], keepdims=true}");
  CHECK(node.inferred().value() == "float[N,1,1]");
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("ReduceMax: over the batch it mixes samples") {
  OneNode node("ReduceMax", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).attr("axes", std::vector<std::int64_t>{0}).free_batch();
  CHECK(node.refusal() == "ReduceMax node 'n0' (output 'out0'): it reduces the batch: it mixes samples");
}

TEST_CASE("ReduceMax: integers stay integers in Keras") {
  OneNode node("ReduceMax", 13);
  node.input(tensor<std::int64_t>({1, 2}, {3, -4})).attr("axes", std::vector<std::int64_t>{1}).free_batch();
  CHECK(node.inferred().value() == "int64[N,1]");
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("ReduceMax: over all spatial axes it is a pooling layer of both Kerases") {
  OneNode node("ReduceMax", 13);
  node.input(tensor<float>({1, 1, 2, 2}, {1, 2, 3, 4}))
      .attr("axes", std::vector<std::int64_t>{-1, 2})
      .attr("keepdims", 0);
  CHECK(node.free_batch().layers().value() ==
        "GlobalMaxPooling2D{keepdims=false, data_format=channels_first}");
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}
