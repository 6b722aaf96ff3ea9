// GlobalAveragePooling1D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("GlobalAveragePooling1D: the same layer in both dialects") {
  CHECK(byom::testing::form("GlobalAveragePooling1D", 3) == "layer keras.layers.GlobalAveragePooling1D");
  CHECK(byom::testing::form("GlobalAveragePooling1D", 2) == "layer keras.layers.GlobalAveragePooling1D");
}
