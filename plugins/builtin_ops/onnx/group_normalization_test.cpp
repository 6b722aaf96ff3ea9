// GroupNormalization: which layer it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode norm(std::int64_t opset, const std::vector<float>& scale, std::int64_t groups) {
  OneNode node("GroupNormalization", opset);
  const auto n = static_cast<std::int64_t>(scale.size());
  node.input(tensor<float>({1, 4, 2}, {1, 3, 1, 3, 2, 6, 2, 6}));
  node.constant(tensor<float>({n}, scale)).constant(tensor<float>({n}, std::vector<float>(scale.size(), 0)));
  node.attr("num_groups", groups).attr("epsilon", 0.0F);
  return node;
}
}  // namespace

TEST_CASE("GroupNormalization: numbers of a group serve all of its channels before version 21") {
  OneNode old = norm(18, {1, 10}, 2);
  CHECK(old.layers().value() == "GroupNormalization{groups=2, axis=1, epsilon=0}");
  CHECK(near(old.run_converted().value()[0], tensor<float>({1, 4, 2}, {-1, 1, -1, 1, -10, 10, -10, 10})));
  OneNode current = norm(21, {1, 2, 3, 4}, 2);
  CHECK(near(current.run_converted().value()[0], tensor<float>({1, 4, 2}, {-1, 1, -2, 2, -3, 3, -4, 4})));
}

TEST_CASE("GroupNormalization: groups that do not divide the channels are refused") {
  CHECK(norm(21, {1, 2, 3, 4}, 3).refusal() ==
        "GroupNormalization node 'n0' (output 'out0'): attribute 'num_groups' does not divide the channels");
  CHECK(norm(21, {1, 2}, 2).refusal() ==
        "GroupNormalization node 'n0' (output 'out0'): 'scale' or 'bias' has the wrong number of elements");
}
