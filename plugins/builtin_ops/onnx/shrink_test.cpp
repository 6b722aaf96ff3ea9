// Shrink: the layers it becomes, and its arithmetic of integers.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Shrink: becomes two comparisons and two choices") {
  OneNode node("Shrink", 13);
  node.input(tensor<float>({1, 4}, {-2, -0.5F, 0.25F, 3})).free_batch();
  OneNode soft = node;
  CHECK(node.layers().value() == "ops.Greater{x2=0.5} ops.Less{x2=-0.5} ops.Where{x2=0} ops.Where{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 4}, {-2, 0, 0, 3})));
  soft.attr("bias", 0.25F).attr("lambd", 0.25F);
  CHECK(near(soft.run_converted().value()[0], tensor<float>({1, 4}, {-1.75F, -0.25F, 0, 2.75F})));
}

TEST_CASE("Shrink: a negative lambd lets the lower side win; NaN gives 0") {
  OneNode node("Shrink", 13);
  node.input(tensor<float>({3}, {0, 2, NAN})).attr("lambd", -1.0F).attr("bias", 1.0F);
  CHECK(near(node.run().value()[0], tensor<float>({3}, {1, 1, 0})));
  CHECK(near(node.run_converted().value()[0], tensor<float>({3}, {1, 1, 0})));
}

TEST_CASE("Shrink: integers are computed, not converted") {
  OneNode node("Shrink", 13);
  node.input(tensor<std::uint8_t>({3}, {0, 1, 9})).attr("bias", 2.0F);
  CHECK(near(node.run().value()[0], tensor<std::uint8_t>({3}, {0, 255, 7})));
  CHECK(node.refusal() ==
        "Shrink node 'n0' (output 'out0'): Keras gives these integers another element type");
}
