// LayerNormalization: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("LayerNormalization: one layer class in both dialects") {
  CHECK(byom::testing::form("LayerNormalization", 3) == "layer keras.layers.LayerNormalization");
  CHECK(byom::testing::form("LayerNormalization", 2) == "layer keras.layers.LayerNormalization");
}
