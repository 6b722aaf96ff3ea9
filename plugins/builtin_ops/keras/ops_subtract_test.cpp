// ops.Subtract: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Subtract: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Subtract", 3) == "operation keras.src.ops.numpy.Subtract x2 as argument");
  CHECK(byom::testing::form("ops.Subtract", 2) == "custom OpsSubtract of a list");
}
