// Where: what its worked examples cannot know.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Where: a number as either choice is a key") {
  OneNode second("Where", 16), first("Where", 16);
  second.input(tensor<bool>({1, 2}, {true, false}))
      .input(tensor<float>({1, 2}, {1, 2}))
      .constant(tensor<float>({}, {5}));
  first.input(tensor<bool>({1, 2}, {true, false}))
      .constant(tensor<float>({}, {5}))
      .input(tensor<float>({1, 2}, {1, 2}));
  second.free_batch();
  first.free_batch();
  CHECK(second.layers().value() == "ops.Where{x2=5}");
  CHECK(first.layers().value() == "ops.LogicalNot{} ops.Where{x2=5}");
  CHECK(near(first.run_converted().value()[0], tensor<float>({1, 2}, {5, 2})));
  CHECK(first.inferred().value() == "float[N,2]");
}

TEST_CASE("Where: an infinite number stands in an array, which JSON can hold") {
  OneNode node("Where", 16);
  node.input(tensor<bool>({1, 2}, {true, false}))
      .input(tensor<float>({1, 2}, {1, 2}))
      .constant(tensor<float>({}, {-INFINITY}));
  CHECK(node.layers().value() == "ops.Where{x2=float[1]}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {1, -INFINITY})));
}

TEST_CASE("Where: a constant condition and a constant array become tensors of the model") {
  OneNode node("Where", 16);
  node.constant(tensor<bool>({2}, {true, false}))
      .constant(tensor<float>({2}, {7, 8}))
      .input(tensor<float>({1, 2}, {1, 2}));
  CHECK(node.layers().value() ==
        "ops.ZerosLike{dtype=int32} ops.Sum{} ops.NotEqual{x2=int32[2]} ops.ZerosLike{dtype=int32} "
        "ops.Sum{} "
        "Embedding{input_dim=1, output_dim=2} ops.Where{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {7, 2})));
}

TEST_CASE("Where: choices of two types are refused") {
  OneNode node("Where", 16);
  node.input(tensor<bool>({1}, {true})).input(tensor<float>({1}, {1})).input(tensor<double>({1}, {2}));
  CHECK(node.refusal() ==
        "Where node 'n0' (output 'out0'): input 'Y' has the type double, but input 'X' has the type float; "
        "the operator takes one type for both; cast one of them");
}
