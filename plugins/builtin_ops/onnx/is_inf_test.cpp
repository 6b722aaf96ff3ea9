// IsInf: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("IsInf: both signs are an operation, one sign is a comparison") {
  OneNode both("IsInf", 10), negative("IsInf", 10);
  both.input(tensor<float>({1, 1}, {2})).free_batch();
  negative.attr("detect_positive", 0).input(tensor<float>({1, 1}, {2})).free_batch();
  CHECK(both.layers().value() == "ops.Isinf{}");
  CHECK(negative.layers().value() == "ops.Less{x2=-3.4028235e+38}");
}

TEST_CASE("IsInf: one sign of doubles is refused") {
  OneNode node("IsInf", 10);
  node.attr("detect_positive", 0).input(tensor<double>({1}, {2}));
  CHECK(node.refusal() ==
        "IsInf node 'n0' (output 'out0'): one sign of infinity is told from the other for float only");
}
