// ops.LogicalAnd: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.LogicalAnd: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.LogicalAnd", 3) ==
        "operation keras.src.ops.numpy.LogicalAnd x2 as argument");
  CHECK(byom::testing::form("ops.LogicalAnd", 2) == "custom OpsLogicalAnd of a list");
}
