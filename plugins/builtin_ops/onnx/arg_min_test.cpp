// ArgMin: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("ArgMin: becomes Keras's Argmin in ONNX's integers, and the batch stays free") {
  OneNode node("ArgMin", 13);
  node.attr("axis", 1).attr("keepdims", 0).input(tensor<float>({1, 2}, {1, 2})).free_batch();
  CHECK(node.layers().value() == "ops.Argmin{axis=1, keepdims=false} ops.Cast{dtype=int64}");
  CHECK(node.inferred().value() == "int64[N]");
}

TEST_CASE("ArgMin: along the batch it mixes samples") {
  OneNode node("ArgMin", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).free_batch();
  CHECK(node.refusal() == "ArgMin node 'n0' (output 'out0'): it searches the batch: it mixes samples");
}

TEST_CASE("ArgMin: the last of equal elements is not what Keras finds") {
  OneNode node("ArgMin", 13);
  node.attr("select_last_index", 1).input(tensor<float>({2}, {1, 2}));
  CHECK(node.refusal() ==
        "ArgMin node 'n0' (output 'out0'): attribute 'select_last_index' asks for the last of equal "
        "elements; Keras finds the first");
}
