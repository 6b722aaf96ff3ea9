// Upsample: which layers it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Upsample: nearest is UpSampling2D in both versions") {
  const std::string expected = "UpSampling2D{size=[2,2], data_format=channels_first, interpolation=nearest}";
  OneNode attribute("Upsample", 7);
  attribute.input(tensor<float>({1, 1, 1, 1}, {5})).attr("scales", std::vector<float>{1, 1, 2, 2});
  CHECK(attribute.layers().value() == expected);
  OneNode input("Upsample", 9);
  input.input(tensor<float>({1, 1, 1, 1}, {5})).constant(tensor<float>({4}, {1, 1, 2, 2}));
  CHECK(input.layers().value() == expected);
}

TEST_CASE("Upsample: fewer cells are refused") {
  OneNode node("Upsample", 9);
  node.input(tensor<float>({1, 1, 1, 4}, {1, 2, 3, 4})).constant(tensor<float>({4}, {1, 1, 1, 0.5F}));
  CHECK(node.refusal() == "Upsample node 'n0' (output 'out0'): 'scales' has a number below 1");
}
