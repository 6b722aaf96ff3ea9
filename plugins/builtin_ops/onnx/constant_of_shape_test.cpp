// ConstantOfShape: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("ConstantOfShape: of a constant shape is a constant") {
  OneNode node("ConstantOfShape", 13);
  node.constant(tensor<std::int64_t>({1}, {2}));
  CHECK(node.inferred().value() == "float[2]");
}

TEST_CASE("ConstantOfShape: a negative extent and a value of several elements are refused") {
  const std::string where = "ConstantOfShape node 'n0' (output 'out0'): ";
  OneNode node("ConstantOfShape", 13);
  node.constant(tensor<std::int64_t>({1}, {-2}));
  CHECK(node.inferred().error().text == where + "input 'input' has the extent -2");
  OneNode several("ConstantOfShape", 13);
  several.constant(tensor<std::int64_t>({1}, {2})).attr("value", tensor<float>({2}, {1, 2}));
  CHECK(several.inferred().error().text == where + "attribute 'value' has not exactly one element");
}
