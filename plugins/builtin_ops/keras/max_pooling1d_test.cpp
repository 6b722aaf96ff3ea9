// MaxPooling1D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("MaxPooling1D: the same layer in both dialects") {
  CHECK(byom::testing::form("MaxPooling1D", 3) == "layer keras.layers.MaxPooling1D");
  CHECK(byom::testing::form("MaxPooling1D", 2) == "layer keras.layers.MaxPooling1D");
}
