// AveragePooling2D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("AveragePooling2D: the same layer in both dialects") {
  CHECK(byom::testing::form("AveragePooling2D", 3) == "layer keras.layers.AveragePooling2D");
  CHECK(byom::testing::form("AveragePooling2D", 2) == "layer keras.layers.AveragePooling2D");
}
