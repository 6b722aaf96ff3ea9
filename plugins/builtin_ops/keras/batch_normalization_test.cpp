// BatchNormalization: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("BatchNormalization: Keras 2 takes a list of axes") {
  CHECK(byom::testing::form("BatchNormalization", 3) == "layer keras.layers.BatchNormalization");
  CHECK(byom::testing::form("BatchNormalization", 2) == "layer keras.layers.BatchNormalization axis as list");
}
