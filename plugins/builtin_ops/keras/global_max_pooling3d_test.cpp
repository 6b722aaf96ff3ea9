// GlobalMaxPooling3D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("GlobalMaxPooling3D: the same layer in both dialects") {
  CHECK(byom::testing::form("GlobalMaxPooling3D", 3) == "layer keras.layers.GlobalMaxPooling3D");
  CHECK(byom::testing::form("GlobalMaxPooling3D", 2) == "layer keras.layers.GlobalMaxPooling3D");
}
