// MaxPooling2D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("MaxPooling2D: the same layer in both dialects") {
  CHECK(byom::testing::form("MaxPooling2D", 3) == "layer keras.layers.MaxPooling2D");
  CHECK(byom::testing::form("MaxPooling2D", 2) == "layer keras.layers.MaxPooling2D");
}
