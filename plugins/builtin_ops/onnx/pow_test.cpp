// Pow: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Pow: a square is a product of both Kerases, another number a key") {
  OneNode square("Pow", 13), cube("Pow", 13);
  square.input(tensor<float>({1, 2}, {2, -3})).constant(tensor<float>({}, {2})).free_batch();
  cube.input(tensor<float>({1, 2}, {2, -3})).constant(tensor<std::int64_t>({}, {3})).free_batch();
  CHECK(square.layers().value() == "Multiply{}");
  CHECK(near(square.run_converted().value()[0], tensor<float>({1, 2}, {4, 9})));
  CHECK(cube.layers().value() == "ops.Power{x2=3}");
  CHECK(near(cube.run_converted().value()[0], tensor<float>({1, 2}, {8, -27})));
}

TEST_CASE("Pow: integers to a negative power, and beyond their range") {
  OneNode node("Pow", 13);
  node.input(tensor<std::int64_t>({4}, {2, -1, 1, 3})).input(tensor<std::int64_t>({4}, {-1, -3, -5, 41}));
  // 3^41 = 36472996377170786403, less 2 * 2^64.
  CHECK(near(node.run().value()[0], tensor<std::int64_t>({4}, {0, -1, 1, -420491770248316829})));
}

TEST_CASE("Pow: exponents of another type are refused where Keras would change the result's type") {
  OneNode node("Pow", 13);
  node.input(tensor<std::int32_t>({2}, {2, 3})).input(tensor<float>({2}, {2, 2}));
  CHECK(node.refusal() ==
        "Pow node 'n0' (output 'out0'): its exponents have another element type than its bases, "
        "which Keras would change");
}
