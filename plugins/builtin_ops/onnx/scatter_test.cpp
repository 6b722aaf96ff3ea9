// Scatter: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Scatter: opset 9 counts indices from the end as well") {
  OneNode node("Scatter", 9);
  node.input(tensor<float>({2}, {1, 2}))
      .input(tensor<std::int32_t>({1}, {-1}))
      .input(tensor<float>({1}, {9}));
  CHECK(near(node.run().value()[0], tensor<float>({2}, {1, 9})));
}
