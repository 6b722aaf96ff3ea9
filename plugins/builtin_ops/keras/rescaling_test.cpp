// Rescaling: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("Rescaling: one layer class in both dialects") {
  CHECK(byom::testing::form("Rescaling", 3) == "layer keras.layers.Rescaling");
  CHECK(byom::testing::form("Rescaling", 2) == "layer keras.layers.Rescaling");
}
