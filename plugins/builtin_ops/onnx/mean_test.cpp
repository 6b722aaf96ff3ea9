// Mean: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Mean: tensors of one rank become Average, others a sum that is rescaled") {
  OneNode same("Mean", 13), other("Mean", 13);
  same.input(tensor<float>({1, 2}, {1, 2})).input(tensor<float>({1, 2}, {3, 4})).free_batch();
  other.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<float>({}, {3})).free_batch();
  CHECK(same.layers().value() == "Average{}");
  CHECK(near(same.run_converted().value()[0], tensor<float>({1, 2}, {2, 3})));
  CHECK(other.layers().value() ==
        "ops.ZerosLike{dtype=float32} ops.Sum{} ops.Add{x2=float[]} ops.Add{} "
        "Rescaling{scale=0.5, offset=0}");
  CHECK(near(other.run_converted().value()[0], tensor<float>({1, 2}, {2, 2.5F})));
}
