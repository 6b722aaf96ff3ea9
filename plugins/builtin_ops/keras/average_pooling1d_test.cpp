// AveragePooling1D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("AveragePooling1D: the same layer in both dialects") {
  CHECK(byom::testing::form("AveragePooling1D", 3) == "layer keras.layers.AveragePooling1D");
  CHECK(byom::testing::form("AveragePooling1D", 2) == "layer keras.layers.AveragePooling1D");
}
