// Subtract: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Subtract: one layer class in both dialects, called with a list") {
  CHECK(byom::testing::form("Subtract", 3) == "layer keras.layers.Subtract of a list");
  CHECK(byom::testing::form("Subtract", 2) == "layer keras.layers.Subtract of a list");
}

TEST_CASE("Subtract: tensors of two ranks are refused, since Keras would align their first axes") {
  OneNode node("Subtract", 1, "keras");
  node.input(tensor<float>({2, 1, 2}, {1, 2, 3, 4})).input(tensor<float>({1, 2}, {1, 2}));
  const auto computed = node.run();
  REQUIRE_FALSE(computed.ok());
  CHECK(computed.error().text.find("its inputs differ in rank or in their first axis") != std::string::npos);
}
