// Activation: what its worked examples cannot know.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Activation: one layer class in both dialects") {
  CHECK(byom::testing::form("Activation", 3) == "layer keras.layers.Activation");
  CHECK(byom::testing::form("Activation", 2) == "layer keras.layers.Activation");
}

TEST_CASE("Activation: hard_sigmoid, which Keras 2 and 3 define differently, is refused") {
  OneNode node("Activation", 1, "keras");
  node.attr("activation", "hard_sigmoid").input(tensor<float>({1}, {0}));
  const auto computed = node.run();
  REQUIRE_FALSE(computed.ok());
  CHECK(computed.error().text.find(
            "activation 'hard_sigmoid' is not served: Keras 2 and 3 may differ in it") != std::string::npos);
}
