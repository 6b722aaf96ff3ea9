// LogSoftmax: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("LogSoftmax: an operation along one axis, written out along several") {
  OneNode one("LogSoftmax", 13), several("LogSoftmax", 11);
  one.attr("axis", 1).input(tensor<float>({1, 2, 2}, {0, 1, 2, 3})).free_batch();
  several.input(tensor<float>({1, 2, 2}, {0, 1, 2, 3})).free_batch();
  CHECK(one.layers().value() == "ops.LogSoftmax{axis=1}");
  CHECK(several.layers().value() == "ops.Logsumexp{axis=[1,2], keepdims=true} Subtract{}");
  CHECK(near(several.run_converted().value()[0], several.run().value()[0]));
}
