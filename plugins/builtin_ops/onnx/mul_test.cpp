// Mul: what its worked examples cannot know.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Mul: tensors of one rank and batch become Keras's Multiply, others an operation") {
  OneNode same("Mul", 14), other("Mul", 14);
  same.input(tensor<float>({1, 2}, {1, 2})).input(tensor<float>({1, 2}, {5, 7})).free_batch();
  other.input(tensor<float>({1, 1, 2}, {1, 2})).input(tensor<float>({2}, {5, 7}));
  CHECK(same.layers().value() == "Multiply{}");
  CHECK(other.layers().value() == "ops.Multiply{}");
  CHECK(near(same.run_converted().value()[0], same.run().value()[0]));
}

TEST_CASE("Mul: a number scales by a layer of both Kerases, an infinite one is an array") {
  OneNode number("Mul", 14), infinite("Mul", 14);
  number.constant(tensor<float>({1, 1}, {0.5F})).input(tensor<float>({1, 2}, {1, 2})).free_batch();
  infinite.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<float>({}, {INFINITY})).free_batch();
  CHECK(number.layers().value() == "Rescaling{scale=0.5, offset=0}");
  CHECK(infinite.layers().value() == "ops.Multiply{x2=float[1]}");
}

TEST_CASE("Mul: doubles keep their numbers in arrays, integers as integers") {
  OneNode doubles("Mul", 14), integers("Mul", 14);
  doubles.input(tensor<double>({1, 2}, {1, 2})).constant(tensor<double>({}, {0.1})).free_batch();
  integers.input(tensor<std::int64_t>({1, 2}, {1, 2})).constant(tensor<std::int64_t>({1}, {-3})).free_batch();
  CHECK(doubles.layers().value() == "ops.Multiply{x2=double[]}");
  CHECK(near(doubles.run_converted().value()[0], tensor<double>({1, 2}, {0.1, 0.2}), 1e-15));
  CHECK(integers.layers().value() == "ops.Multiply{x2=-3}");
}
