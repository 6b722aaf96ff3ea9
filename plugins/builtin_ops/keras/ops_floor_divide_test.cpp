// ops.FloorDivide: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.FloorDivide: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.FloorDivide", 3) ==
        "operation keras.src.ops.numpy.FloorDivide x2 as argument");
  CHECK(byom::testing::form("ops.FloorDivide", 2) == "custom OpsFloorDivide of a list");
}
