// ReduceMean: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ReduceMean: becomes Keras's operations over the same axes, and the batch stays free") {
  OneNode node("ReduceMean", 13);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4}))
      .attr("axes", std::vector<std::int64_t>{1, -1})
      .free_batch();
  CHECK(node.layers().value() == "ops.Mean{axis=[1,2], keepdims=true}");
  CHECK(node.inferred().value() == "float[N,1,1]");
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("ReduceMean: over the batch it mixes samples") {
  OneNode node("ReduceMean", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).attr("axes", std::vector<std::int64_t>{0}).free_batch();
  CHECK(node.refusal() == "ReduceMean node 'n0' (output 'out0'): it reduces the batch: it mixes samples");
}

TEST_CASE("ReduceMean: of integers it is computed, but Keras would give floating numbers") {
  OneNode node("ReduceMean", 13);
  node.input(tensor<std::int64_t>({1, 2}, {3, 4})).attr("axes", std::vector<std::int64_t>{1});
  CHECK(node.run().ok());
  CHECK(node.refusal() ==
        "ReduceMean node 'n0' (output 'out0'): Keras gives it another element type than these integers");
}

TEST_CASE("ReduceMean: over all spatial axes it is a pooling layer of both Kerases") {
  OneNode node("ReduceMean", 13);
  node.input(tensor<float>({1, 1, 2, 2}, {1, 2, 3, 4}))
      .attr("axes", std::vector<std::int64_t>{-1, 2})
      .attr("keepdims", 0);
  CHECK(node.free_batch().layers().value() ==
        "GlobalAveragePooling2D{keepdims=false, data_format=channels_first}");
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}
