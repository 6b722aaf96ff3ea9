// Conv2DTranspose: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("Conv2DTranspose: the same layer in both dialects") {
  CHECK(byom::testing::form("Conv2DTranspose", 3) == "layer keras.layers.Conv2DTranspose");
  CHECK(byom::testing::form("Conv2DTranspose", 2) == "layer keras.layers.Conv2DTranspose");
}
