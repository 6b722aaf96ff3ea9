// Range: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Range: a step of 0 and steps without end are refused") {
  for (const float delta : {0.0F, 1e-30F}) {
    OneNode node("Range", 13);
    node.constant(tensor<float>({}, {0}))
        .constant(tensor<float>({}, {1e30F}))
        .constant(tensor<float>({}, {delta}));
    CHECK(node.inferred().error().text ==
          "Range node 'n0' (output 'out0'): its delta is 0, or it does not end");
  }
}

TEST_CASE("Range: computed ends are refused in the graph and served by the kernel") {
  const auto number = [](std::int16_t n) { return tensor<std::int16_t>({}, {n}); };
  OneNode node("Range", 13);
  node.input(number(1)).constant(number(6)).constant(number(2));
  CHECK(near(node.run().value()[0], tensor<std::int16_t>({3}, {1, 3, 5})));
  CHECK(node.refusal() == "Range node 'n0' (output 'out0'): its start, limit and delta must be constants");
}
