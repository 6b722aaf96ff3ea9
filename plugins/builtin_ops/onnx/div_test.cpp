// Div: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Div: a number becomes a layer of both Kerases where it can") {
  OneNode by("Div", 14), of("Div", 14), by_zero("Div", 14);
  by.input(tensor<float>({1, 1}, {2})).constant(tensor<float>({}, {4})).free_batch();
  of.constant(tensor<float>({}, {3})).input(tensor<float>({1, 1}, {2})).free_batch();
  by_zero.input(tensor<float>({1, 1}, {2})).constant(tensor<float>({}, {0})).free_batch();
  CHECK(by.layers().value() == "Rescaling{scale=0.25, offset=0}");
  CHECK(of.layers().value() == "ops.Reciprocal{} Rescaling{scale=3, offset=0}");
  CHECK(by_zero.layers().value() == "ops.Divide{x2=0}");
}

TEST_CASE("Div: integers keep being cut toward zero in Keras") {
  OneNode node("Div", 14);
  node.input(tensor<std::int32_t>({1, 2}, {-7, 7})).constant(tensor<std::int32_t>({}, {2})).free_batch();
  CHECK(node.layers().value() == "ops.Absolute{} ops.Sign{} ops.FloorDivide{x2=2} ops.Multiply{}");
  CHECK(near(node.run_converted().value()[0], tensor<std::int32_t>({1, 2}, {-3, 3})));
}

TEST_CASE("Div: the lowest integer over -1 and an integer over zero do not trap") {
  OneNode node("Div", 14);
  node.input(tensor<std::int32_t>({2}, {-2147483647 - 1, 5})).input(tensor<std::int32_t>({2}, {-1, 0}));
  CHECK(near(node.run().value()[0], tensor<std::int32_t>({2}, {-2147483647 - 1, 0})));
}

TEST_CASE("Div: integers over a tensor have no Keras layer") {
  OneNode node("Div", 14);
  node.input(tensor<std::int32_t>({1}, {7})).input(tensor<std::int32_t>({1}, {2}));
  CHECK(node.refusal() ==
        "Div node 'n0' (output 'out0'): its integers are cut toward zero, which Keras can do only "
        "for a positive constant divisor");
}
