// Conv1DTranspose: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("Conv1DTranspose: the same layer in both dialects") {
  CHECK(byom::testing::form("Conv1DTranspose", 3) == "layer keras.layers.Conv1DTranspose");
  CHECK(byom::testing::form("Conv1DTranspose", 2) == "layer keras.layers.Conv1DTranspose");
}
