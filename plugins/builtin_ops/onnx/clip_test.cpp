// Clip: what its worked examples cannot know.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode clip(const std::vector<float>& low, const std::vector<float>& high) {
  OneNode node("Clip", 13);
  node.input(tensor<float>({1, 3}, {-1, 0.5F, 9})).free_batch();
  low.empty() ? node.absent() : node.constant(tensor<float>({}, low));
  high.empty() ? node.absent() : node.constant(tensor<float>({}, high));
  return node;
}
}  // namespace

TEST_CASE("Clip: bounds become the simplest layer that has them") {
  CHECK(clip({0}, {6}).layers().value() == "ReLU{max_value=6}");
  CHECK(clip({0}, {}).layers().value() == "ReLU{}");
  CHECK(clip({0}, {INFINITY}).layers().value() == "ReLU{}");
  CHECK(clip({-0.5F}, {0.5F}).layers().value() == "ops.Clip{x_min=-0.5, x_max=0.5}");
  CHECK(clip({}, {2}).layers().value() == "ops.Minimum{x2=2}");
  CHECK(clip({-2}, {}).layers().value() == "ops.Maximum{x2=-2}");
  CHECK(clip({}, {}).layers().value().empty());
}

TEST_CASE("Clip: where min is above max, everything becomes max in Keras too") {
  OneNode node = clip({3}, {1});
  CHECK(node.layers().value() == "ops.Clip{x_min=1, x_max=1}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 3}, {1, 1, 1})));
}

TEST_CASE("Clip: of opset 6 without attributes passes its input on") {
  OneNode node("Clip", 6);
  node.input(tensor<float>({1, 2}, {-1, 9}));
  CHECK(node.layers().value().empty());
}

TEST_CASE("Clip: a computed bound is used by the kernel and refused by the translation") {
  OneNode node("Clip", 13);
  node.input(tensor<float>({2}, {-1, 9})).input(tensor<float>({}, {2}));
  CHECK(near(node.run().value()[0], tensor<float>({2}, {2, 9})));
  CHECK(node.refusal() ==
        "Clip node 'n0' (output 'out0'): bound 'min' is computed by the model; Keras takes constants only");
}
