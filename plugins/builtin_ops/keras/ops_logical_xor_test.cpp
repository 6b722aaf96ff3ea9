// ops.LogicalXor: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.LogicalXor: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.LogicalXor", 3) ==
        "operation keras.src.ops.numpy.LogicalXor x2 as argument");
  CHECK(byom::testing::form("ops.LogicalXor", 2) == "custom OpsLogicalXor of a list");
}
