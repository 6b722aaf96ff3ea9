// PReLU: what its worked examples cannot know.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("PReLU: one layer class in both dialects") {
  CHECK(byom::testing::form("PReLU", 3) == "layer keras.layers.PReLU");
  CHECK(byom::testing::form("PReLU", 2) == "layer keras.layers.PReLU");
}

TEST_CASE("PReLU: an alpha that does not fit its axes is refused") {
  OneNode node("PReLU", 1, "keras");
  node.input(tensor<float>({1, 2}, {-1, 2})).input(tensor<float>({1}, {2}));
  const auto computed = node.run();
  REQUIRE_FALSE(computed.ok());
  CHECK(computed.error().text.find("alpha does not fit axis 1") != std::string::npos);
}
