// GlobalMaxPooling2D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("GlobalMaxPooling2D: the same layer in both dialects") {
  CHECK(byom::testing::form("GlobalMaxPooling2D", 3) == "layer keras.layers.GlobalMaxPooling2D");
  CHECK(byom::testing::form("GlobalMaxPooling2D", 2) == "layer keras.layers.GlobalMaxPooling2D");
}
