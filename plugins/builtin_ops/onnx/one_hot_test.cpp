// OneHot: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("OneHot: becomes a class of ours that keeps the values") {
  OneNode node("OneHot", 13);
  node.input(tensor<std::int64_t>({1, 2}, {0, -1})).constant(tensor<std::int64_t>({}, {3}));
  node.constant(tensor<float>({2}, {-1, 1})).free_batch();
  CHECK(node.inferred().value() == "float[N,2,3]");
  CHECK(node.layers().value() == "OneHotValues{num_classes=3, axis=-1, values=float[2]}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 3}, {1, -1, -1, -1, -1, 1})));
}

TEST_CASE("OneHot: depth must be known") {
  OneNode node("OneHot", 13);
  node.input(tensor<std::int64_t>({1}, {0})).input(tensor<std::int64_t>({}, {3}));
  node.constant(tensor<float>({2}, {0, 1}));
  CHECK(node.refusal() == "OneHot node 'n0' (output 'out0'): input 'depth' must be a constant number");
}
