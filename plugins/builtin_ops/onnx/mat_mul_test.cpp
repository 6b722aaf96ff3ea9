// MatMul: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("MatMul: a constant matrix on the right is a Dense layer on any rank") {
  OneNode node("MatMul", 13);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4})).constant(tensor<float>({2, 1}, {1, 1})).free_batch();
  CHECK(node.inferred().value() == "float[N,2,1]");
  CHECK(node.layers().value() == "Dense{units=1, use_bias=false}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 1}, {3, 7})));
}

TEST_CASE("MatMul: other constants are weights of the operation") {
  OneNode node("MatMul", 13);
  node.constant(tensor<float>({1, 2}, {1, 1})).input(tensor<float>({1, 2, 1}, {3, 4})).free_batch();
  CHECK(node.inferred().value() == "float[N,1,1]");
  CHECK(node.layers().value().find("Embedding{input_dim=1, output_dim=2}") != std::string::npos);
  CHECK(node.layers().value().ends_with("ops.Matmul{}"));
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 1}, {7})));
}

TEST_CASE("MatMul: samples do not meet") {
  const std::string where = "MatMul node 'n0' (output 'out0'): ";
  OneNode sum("MatMul", 13);
  sum.constant(tensor<float>({2, 1}, {1, 1})).input(tensor<float>({1, 2}, {1, 1})).free_batch();
  CHECK(sum.refusal() == where + "it sums over the batch: it mixes samples");
  OneNode misfit("MatMul", 13);
  misfit.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<float>({3, 1}, {1, 1, 1}));
  CHECK(misfit.refusal() == where + "the left operand has 2 columns, the right one 3 rows");
}

TEST_CASE("MatMul: 16-bit floats are summed as floats") {
  // 2048 + 1 is no half; summed as floats, 2048 + 1 + 1 is 2050.
  OneNode node("MatMul", 13);
  const byom::Half one{0x3C00}, big{0x6800};
  node.input(tensor<byom::Half>({1, 3}, {big, one, one})).input(tensor<byom::Half>({3, 1}, {one, one, one}));
  const auto bytes = node.run().value()[0].bytes;
  CHECK(bytes[0] == std::byte{0x01});
  CHECK(bytes[1] == std::byte{0x68});
}
