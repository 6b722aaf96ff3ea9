// Shape: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Shape: of fixed extents it is a constant, of a free batch a shape that others know") {
  OneNode node("Shape", 15);
  node.input(tensor<float>({1, 2, 3}, std::vector<float>(6))).attr("start", 1);
  CHECK(node.refusal() ==
        "The model's output 'out0' is a constant: a Keras model's outputs must depend on its inputs.");
  CHECK(node.inferred().value() == "int64[2]");
}

TEST_CASE("Shape: a start behind the end leaves nothing") {
  OneNode node("Shape", 15);
  node.input(tensor<float>({1, 2}, {1, 2})).attr("start", 2).attr("end", 1);
  CHECK(near(node.run().value()[0], tensor<std::int64_t>({0}, {})));
}
