// ops.LogicalNot: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.LogicalNot: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.LogicalNot", 3) == "operation keras.src.ops.numpy.LogicalNot");
  CHECK(byom::testing::form("ops.LogicalNot", 2) == "custom OpsLogicalNot");
}
