// Sum: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Sum: tensors of one rank become one Add layer, the short one first") {
  OneNode node("Sum", 13);
  node.input(tensor<float>({1, 2}, {1, 2}))
      .input(tensor<float>({1, 1}, {10}))
      .input(tensor<float>({1, 2}, {3, 4}));
  node.free_batch();
  CHECK(node.layers().value() == "Add{}");
  CHECK(node.inferred().value() == "float[N,2]");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {14, 16})));
}

TEST_CASE("Sum: a constant among three is a trainable weight, other ranks are added by operations") {
  OneNode node("Sum", 13);
  node.input(tensor<float>({1, 2}, {1, 2}))
      .constant(tensor<float>({2}, {10, 20}))
      .input(tensor<float>({1, 2}, {3, 4}));
  node.free_batch();
  CHECK(node.layers().value() ==
        "ops.ZerosLike{dtype=int32} ops.Sum{} Embedding{input_dim=1, output_dim=2} ops.Add{} Add{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {14, 26})));
}

TEST_CASE("Sum: one input is passed on without a layer") {
  OneNode node("Sum", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).free_batch();
  CHECK(node.layers().value().empty());
}
