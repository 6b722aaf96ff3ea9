// Conv3DTranspose: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("Conv3DTranspose: the same layer in both dialects") {
  CHECK(byom::testing::form("Conv3DTranspose", 3) == "layer keras.layers.Conv3DTranspose");
  CHECK(byom::testing::form("Conv3DTranspose", 2) == "layer keras.layers.Conv3DTranspose");
}
