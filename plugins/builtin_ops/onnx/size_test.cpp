// Size: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Size: is known before anything runs") {
  OneNode node("Size", 13);
  node.input(tensor<float>({1, 2, 3}, std::vector<float>(6)));
  CHECK(node.inferred().value() == "int64[]");
  CHECK(node.refusal() ==
        "The model's output 'out0' is a constant: a Keras model's outputs must depend on its inputs.");
}
