// Gemm: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode gemm(bool constant_c) {
  OneNode node("Gemm", 13);
  node.input(tensor<float>({1, 2}, {1, 2}))
      .constant(tensor<float>({3, 2}, {1, 0, 0, 1, 1, 1}))
      .attr("transB", 1);
  const auto c = tensor<float>({1, 3}, {10, 20, 30});
  constant_c ? node.constant(c) : node.input(c);
  return node.attr("alpha", 2.0F).attr("beta", 0.5F);
}
const std::string where = "Gemm node 'n0' (output 'out0'): ";
}  // namespace

TEST_CASE("Gemm: constants make a Dense layer with the factors in its weights") {
  OneNode node = gemm(true);
  CHECK(node.free_batch().layers().value() == "Dense{units=3, use_bias=true}");
  CHECK(node.inferred().value() == "float[N,3]");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 3}, {7, 14, 21})));
}

TEST_CASE("Gemm: one number for C is a bias of all columns") {
  OneNode node("Gemm", 13);
  node.input(tensor<float>({1, 1}, {2}))
      .constant(tensor<float>({1, 2}, {3, 4}))
      .constant(tensor<float>({}, {5}));
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {11, 13})));
}

TEST_CASE("Gemm: a computed C, a computed B and a transposed A go through the operations") {
  CHECK(near(gemm(false).run_converted().value()[0], tensor<float>({1, 3}, {7, 14, 21})));
  OneNode node("Gemm", 13);
  node.input(tensor<float>({2, 1}, {1, 2})).input(tensor<float>({2, 1}, {3, 4})).attr("transA", 1);
  CHECK(node.layers().value() == "ops.Transpose{axes=[1,0]} ops.Matmul{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1}, {11})));
}

TEST_CASE("Gemm: a row of C for each of several samples is no bias") {
  OneNode node("Gemm", 13);
  node.input(tensor<float>({2, 1}, {1, 2})).constant(tensor<float>({1, 1}, {3}));
  node.constant(tensor<float>({2, 1}, {10, 20}));
  CHECK(near(node.run_converted().value()[0], tensor<float>({2, 1}, {13, 26})));
}

TEST_CASE("Gemm: samples are not summed, and extents must fit") {
  OneNode sum("Gemm", 13);
  sum.input(tensor<float>({1, 2}, {1, 2}))
      .constant(tensor<float>({1, 1}, {3}))
      .attr("transA", 1)
      .free_batch();
  CHECK(sum.refusal() == where + "it sums over the batch: it mixes samples");
  OneNode misfit("Gemm", 13);
  misfit.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<float>({1, 1}, {3}));
  CHECK(misfit.refusal() == where + "the inner extents of A and B differ");
  OneNode wide("Gemm", 13);
  wide.input(tensor<float>({1, 1}, {1}))
      .constant(tensor<float>({1, 1}, {3}))
      .constant(tensor<float>({2}, {1, 2}));
  CHECK(wide.refusal() == where + "C does not broadcast to the product");
}
