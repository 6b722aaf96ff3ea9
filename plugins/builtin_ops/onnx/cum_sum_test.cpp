// CumSum: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode sum(std::int64_t exclusive, std::int64_t reverse) {
  OneNode node("CumSum", 14);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).constant(tensor<std::int64_t>({}, {1})).free_batch();
  node.attr("exclusive", exclusive).attr("reverse", reverse);
  return node;
}
}  // namespace

TEST_CASE("CumSum: Keras sums forwards and inclusively; the rest is done round it") {
  CHECK(sum(0, 0).layers().value() == "ops.Cumsum{axis=1}");
  CHECK(sum(0, 1).layers().value() == "ops.Flip{axis=1} ops.Cumsum{axis=1} ops.Flip{axis=1}");
  CHECK(sum(1, 0).layers().value() == "ops.Cumsum{axis=1} ops.Subtract{}");
  CHECK(near(sum(1, 1).run_converted().value()[0], tensor<float>({1, 3}, {5, 3, 0})));
}

TEST_CASE("CumSum: samples are not summed") {
  OneNode node("CumSum", 14);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).constant(tensor<std::int64_t>({}, {0})).free_batch();
  CHECK(node.refusal() == "CumSum node 'n0' (output 'out0'): it sums along the batch: it mixes samples");
}
