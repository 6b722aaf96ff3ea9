// ops.Floor: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Floor: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Floor", 3) == "operation keras.src.ops.numpy.Floor");
  CHECK(byom::testing::form("ops.Floor", 2) == "custom OpsFloor");
}
