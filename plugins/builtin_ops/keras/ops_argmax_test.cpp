// ops.Argmax: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Argmax: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Argmax", 3) == "operation keras.src.ops.numpy.Argmax");
  CHECK(byom::testing::form("ops.Argmax", 2) == "custom OpsArgmax");
}
