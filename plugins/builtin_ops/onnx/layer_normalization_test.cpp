// LayerNormalization: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("LayerNormalization: becomes Keras's layer over the same axes, and the batch stays free") {
  OneNode node("LayerNormalization", 17);
  node.attr("axis", -2).attr("epsilon", 0.5F).input(tensor<float>({1, 2, 2}, {1, 2, 3, 5}));
  node.constant(tensor<float>({2, 2}, {1, 2, 3, 4}))
      .constant(tensor<float>({2, 2}, {4, 3, 2, 1}))
      .free_batch();
  CHECK(node.layers().value() == "LayerNormalization{axis=[1,2], epsilon=0.5, center=true}");
  CHECK(node.inferred().value() == "float[N,2,2]");
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("LayerNormalization: its second output is not what Keras gives") {
  OneNode node("LayerNormalization", 17);
  node.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<float>({2}, {1, 1})).outputs(2);
  CHECK(node.refusal() ==
        "LayerNormalization node 'n0' (output 'out0'): its outputs Mean and InvStdDev are used; "
        "Keras's LayerNormalization does not give them");
}

TEST_CASE("LayerNormalization: over the batch it mixes samples") {
  OneNode node("LayerNormalization", 17);
  node.attr("axis", 0)
      .input(tensor<float>({1, 2}, {1, 2}))
      .constant(tensor<float>({1, 2}, {1, 1}))
      .free_batch();
  CHECK(node.refusal().find("it mixes samples") != std::string::npos);
}
