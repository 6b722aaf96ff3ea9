// Softmax: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("Softmax: Keras 2 gets its axis as a list, since Keras 3 loses a bare one from such files") {
  CHECK(byom::testing::form("Softmax", 3) == "layer keras.layers.Softmax");
  CHECK(byom::testing::form("Softmax", 2) == "layer keras.layers.Softmax axis as list");
}
