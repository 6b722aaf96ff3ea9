// ELU: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ELU: one layer class in both dialects") {
  CHECK(byom::testing::form("ELU", 3) == "layer keras.layers.ELU");
  CHECK(byom::testing::form("ELU", 2) == "layer keras.layers.ELU");
}
