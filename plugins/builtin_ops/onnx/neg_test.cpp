// Neg: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Neg: floats are rescaled by a layer of both Kerases, integers negated by an operation") {
  OneNode floats("Neg", 13), integers("Neg", 13);
  floats.input(tensor<float>({1, 1}, {2})).free_batch();
  integers.input(tensor<std::int32_t>({1, 1}, {2})).free_batch();
  CHECK(floats.layers().value() == "Rescaling{scale=-1, offset=0}");
  CHECK(integers.layers().value() == "ops.Negative{}");
  CHECK(floats.inferred().value() == "float[N,1]");
}
