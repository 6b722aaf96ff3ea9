// ops.LogicalOr: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.LogicalOr: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.LogicalOr", 3) == "operation keras.src.ops.numpy.LogicalOr x2 as argument");
  CHECK(byom::testing::form("ops.LogicalOr", 2) == "custom OpsLogicalOr of a list");
}
