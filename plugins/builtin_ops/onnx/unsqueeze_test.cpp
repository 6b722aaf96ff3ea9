// Unsqueeze: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Unsqueeze: behind the batch it is Keras's Reshape, in front of it the operation") {
  OneNode node("Unsqueeze", 11);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).free_batch();
  OneNode front = node;
  node.attr("axes", std::vector<std::int64_t>{1, 3});
  CHECK(node.inferred().value() == "float[N,1,3,1]");
  CHECK(node.layers().value() == "Reshape{target_shape=[1,3,1]}");
  front.attr("axes", std::vector<std::int64_t>{0});
  CHECK(front.inferred().value() == "float[1,N,3]");
  CHECK(front.layers().value() == "ops.Reshape{newshape=[1,-1,3]}");
}

TEST_CASE("Unsqueeze: an axis named twice is refused") {
  OneNode node("Unsqueeze", 13);
  node.input(tensor<float>({1}, {1})).constant(tensor<std::int64_t>({2}, {0, -3}));
  CHECK(node.refusal() == "Unsqueeze node 'n0' (output 'out0'): an axis is named twice");
}
