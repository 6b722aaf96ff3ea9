// Concat: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Concat: behind the batch it is Keras's layer") {
  OneNode node("Concat", 13);
  node.input(tensor<float>({1, 1}, {1})).input(tensor<float>({1, 2}, {2, 3})).attr("axis", -1).free_batch();
  CHECK(node.inferred().value() == "float[N,3]");
  CHECK(node.layers().value() == "Concatenate{axis=1}");
}

TEST_CASE("Concat: the first axis of tensors without a batch goes through the operation") {
  OneNode node("Concat", 13);
  node.input(tensor<float>({1}, {1})).input(tensor<float>({2}, {2, 3})).attr("axis", 0);
  CHECK(node.layers().value() == "ops.Concatenate{axis=0}");
}

TEST_CASE("Concat: a constant is a weight that every sample gets") {
  OneNode node("Concat", 13);
  node.constant(tensor<float>({1, 1, 2}, {7, 8})).input(tensor<float>({1, 1, 2}, {1, 2})).attr("axis", 1);
  node.free_batch();
  CHECK(node.inferred().value() == "float[N,2,2]");
  const std::string layers = node.layers().value();
  CHECK(layers.find("Embedding{input_dim=1, output_dim=2}") != std::string::npos);
  CHECK(layers.find("ops.ZerosLike{dtype=float32} ops.Add{}") != std::string::npos);
  CHECK(layers.ends_with("Concatenate{axis=1}"));
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 2}, {7, 8, 1, 2})));
}

TEST_CASE("Concat: an empty part makes no layer") {
  OneNode node("Concat", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<float>({1, 0}, {})).attr("axis", 1);
  CHECK(node.layers().value().empty());
}

TEST_CASE("Concat: samples are not joined, and other extents must agree") {
  const std::string where = "Concat node 'n0' (output 'out0'): ";
  OneNode batch("Concat", 13);
  batch.input(tensor<float>({1, 1}, {1})).input(tensor<float>({1, 1}, {2})).attr("axis", 0).free_batch();
  CHECK(batch.refusal() == where + "it joins tensors along their batch: it mixes samples");
  OneNode misfit("Concat", 13);
  misfit.input(tensor<float>({1, 1}, {1})).input(tensor<float>({1, 2}, {2, 3})).attr("axis", 0);
  CHECK(misfit.refusal() == where + "input 1 differs from input 0 in axis 1");
}
