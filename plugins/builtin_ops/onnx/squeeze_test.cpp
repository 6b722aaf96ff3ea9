// Squeeze: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Squeeze: axes behind the batch go by Keras's Reshape") {
  OneNode node("Squeeze", 13);
  node.input(tensor<float>({1, 3, 1, 1}, {1, 2, 3}))
      .constant(tensor<std::int64_t>({2}, {2, -1}))
      .free_batch();
  CHECK(node.inferred().value() == "float[N,3]");
  CHECK(node.layers().value() == "Reshape{target_shape=[3]}");
}

TEST_CASE("Squeeze: the batch cannot be taken away, by name or without") {
  const std::string where = "Squeeze node 'n0' (output 'out0'): ";
  OneNode node("Squeeze", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).free_batch();
  OneNode named = node;
  CHECK(node.refusal() == where + "it names no axes, and for one sample it takes the batch away");
  named.constant(tensor<std::int64_t>({1}, {0}));
  CHECK(named.refusal() == where + "it takes axis 0 away, which is the batch");
}

TEST_CASE("Squeeze: an axis of several cells cannot go") {
  OneNode node("Squeeze", 11);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).attr("axes", std::vector<std::int64_t>{1});
  CHECK(node.refusal() == "Squeeze node 'n0' (output 'out0'): it takes axis 1 away, which has the extent 3");
}
