// Sub: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Sub: tensors of one rank and batch become Keras's Subtract, others an operation") {
  OneNode same("Sub", 14), other("Sub", 14);
  same.input(tensor<float>({1, 2}, {1, 2})).input(tensor<float>({1, 2}, {5, 7})).free_batch();
  other.input(tensor<float>({1, 1, 2}, {1, 2})).input(tensor<float>({2}, {5, 7}));
  CHECK(same.layers().value() == "Subtract{}");
  CHECK(other.layers().value() == "ops.Subtract{}");
  CHECK(near(same.run_converted().value()[0], same.run().value()[0]));
}

TEST_CASE("Sub: a number is subtracted, or subtracted from, by a layer of both Kerases") {
  OneNode from("Sub", 14), number("Sub", 14);
  number.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<float>({}, {0.5F})).free_batch();
  from.constant(tensor<float>({}, {0.5F})).input(tensor<float>({1, 2}, {1, 2})).free_batch();
  CHECK(number.layers().value() == "Rescaling{scale=1, offset=-0.5}");
  CHECK(from.layers().value() == "Rescaling{scale=-1, offset=0.5}");
}

TEST_CASE("Sub: the order of the operands survives where one is a weight or an integer") {
  OneNode weight("Sub", 14), integer("Sub", 14);
  weight.constant(tensor<float>({2}, {10, 20})).input(tensor<float>({1, 2}, {1, 2})).free_batch();
  integer.constant(tensor<std::int32_t>({}, {10})).input(tensor<std::int32_t>({1, 2}, {1, 2})).free_batch();
  CHECK(near(weight.run_converted().value()[0], tensor<float>({1, 2}, {9, 18})));
  CHECK(near(integer.run_converted().value()[0], tensor<std::int32_t>({1, 2}, {9, 8})));
}
