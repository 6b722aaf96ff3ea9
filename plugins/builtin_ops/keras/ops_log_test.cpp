// ops.Log: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Log: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Log", 3) == "operation keras.src.ops.numpy.Log");
  CHECK(byom::testing::form("ops.Log", 2) == "custom OpsLog");
}
