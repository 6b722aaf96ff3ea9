// Softmax: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

namespace {
std::string layers(std::int64_t opset, std::vector<std::int64_t> shape, std::int64_t axis) {
  OneNode node("Softmax", opset);
  std::int64_t n = 1;
  for (const std::int64_t extent : shape) n *= extent;
  node.attr("axis", axis)
      .input(tensor<float>(std::move(shape), std::vector<float>(static_cast<std::size_t>(n), 1)))
      .free_batch();
  return node.layers().value();
}
}  // namespace

TEST_CASE("Softmax: one axis since opset 13, all from there on before") {
  CHECK(layers(13, {1, 3, 2, 2}, 1) == "Softmax{axis=1}");
  CHECK(layers(11, {1, 3, 2, 2}, 1) == "Softmax{axis=[1,2,3]}");
  CHECK(layers(11, {1, 3, 2, 2}, -1) == "Softmax{axis=3}");
}

TEST_CASE("Softmax: axes of one element need no mention") {
  CHECK(layers(11, {1, 3, 1, 1}, 1) == "Softmax{axis=1}");
}

TEST_CASE("Softmax: along the batch it mixes samples") {
  OneNode node("Softmax", 13);
  node.attr("axis", 0).input(tensor<float>({1, 2}, {1, 2})).free_batch();
  CHECK(node.refusal() ==
        "Softmax node 'n0' (output 'out0'): it divides by a sum over the batch: it mixes samples");
}
