// Dropout: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("Dropout: the same layer in both dialects") {
  CHECK(byom::testing::form("Dropout", 3) == "layer keras.layers.Dropout");
  CHECK(byom::testing::form("Dropout", 2) == "layer keras.layers.Dropout");
}
