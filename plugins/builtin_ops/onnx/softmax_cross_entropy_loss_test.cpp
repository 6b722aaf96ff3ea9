// SoftmaxCrossEntropyLoss: what it refuses, and the output that exporters leave out.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode cross_entropy() {
  OneNode node("SoftmaxCrossEntropyLoss", 13);
  node.input(tensor<float>({1, 2, 1}, {4, 4})).input(tensor<std::int32_t>({1, 1}, {1}));
  return node;
}
}  // namespace

TEST_CASE("SoftmaxCrossEntropyLoss: one output or two") {
  CHECK(near(cross_entropy().run().value()[0], tensor<float>({}, {0.6931472F})));
  OneNode both = cross_entropy();
  both.outputs(2).attr("reduction", "none").free_batch();
  CHECK(both.inferred().value() == "float[N,1] float[N,2,1]");
}

TEST_CASE("SoftmaxCrossEntropyLoss: is left to Keras") {
  CHECK(cross_entropy().attr("reduction", "none").free_batch().refusal() ==
        "SoftmaxCrossEntropyLoss node 'n0' (output 'out0'): it is a loss, and Keras trains with losses of "
        "its own; "
        "convert the model up to the node before it (-p NODE)");
}

TEST_CASE("SoftmaxCrossEntropyLoss: weights and labels must fit") {
  OneNode node = cross_entropy();
  node.input(tensor<float>({3}, {1, 1, 1}));
  CHECK(node.refusal() ==
        "SoftmaxCrossEntropyLoss node 'n0' (output 'out0'): its weights are not one number for each class");
}
