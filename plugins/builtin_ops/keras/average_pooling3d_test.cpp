// AveragePooling3D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("AveragePooling3D: the same layer in both dialects") {
  CHECK(byom::testing::form("AveragePooling3D", 3) == "layer keras.layers.AveragePooling3D");
  CHECK(byom::testing::form("AveragePooling3D", 2) == "layer keras.layers.AveragePooling3D");
}
