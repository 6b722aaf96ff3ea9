// DepthwiseConv2D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("DepthwiseConv2D: the same layer in both dialects") {
  CHECK(byom::testing::form("DepthwiseConv2D", 3) == "layer keras.layers.DepthwiseConv2D");
  CHECK(byom::testing::form("DepthwiseConv2D", 2) == "layer keras.layers.DepthwiseConv2D");
}
