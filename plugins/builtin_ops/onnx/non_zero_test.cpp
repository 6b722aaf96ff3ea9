// NonZero: what its worked examples cannot know.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("NonZero: NaN is not 0, minus zero is; a scalar has no coordinates") {
  OneNode node("NonZero", 13);
  node.input(tensor<float>({3}, {NAN, -0.0F, 2}));
  CHECK(near(node.run().value()[0], tensor<std::int64_t>({1, 2}, {0, 2})));
  OneNode scalar("NonZero", 13);
  scalar.input(tensor<float>({}, {5}));
  CHECK(near(scalar.run().value()[0], tensor<std::int64_t>({0, 1}, {})));
}

TEST_CASE("NonZero: of data it cannot be converted, for no Keras tensor has a shape that depends on data") {
  OneNode node("NonZero", 13);
  node.input(tensor<float>({2}, {1, 2}));
  CHECK(node.refusal() ==
        "NonZero node 'n0' (output 'out0'): how many elements it finds depends on the data");
}
