// EyeLike: what its worked examples cannot know.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("EyeLike: only the shape of its input counts; the matrix is fixed") {
  OneNode node("EyeLike", 13);
  node.input(tensor<float>({2, 3}, std::vector<float>(6, NAN))).attr("k", -1);
  CHECK(near(node.run_converted().value()[0], tensor<float>({2, 3}, {0, 0, 0, 1, 0, 0})));
}

TEST_CASE("EyeLike: a batch has no diagonal") {
  OneNode node("EyeLike", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).free_batch();
  CHECK(node.refusal() ==
        "EyeLike node 'n0' (output 'out0'): it draws a diagonal through the batch: it mixes samples");
}
