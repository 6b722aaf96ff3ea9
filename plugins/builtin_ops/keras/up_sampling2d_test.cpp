// UpSampling2D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("UpSampling2D: the same layer in both dialects") {
  CHECK(byom::testing::form("UpSampling2D", 3) == "layer keras.layers.UpSampling2D");
  CHECK(byom::testing::form("UpSampling2D", 2) == "layer keras.layers.UpSampling2D");
}
