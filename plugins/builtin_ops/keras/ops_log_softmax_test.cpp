// ops.LogSoftmax: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.LogSoftmax: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.LogSoftmax", 3) == "operation keras.src.ops.nn.LogSoftmax");
  CHECK(byom::testing::form("ops.LogSoftmax", 2) == "custom OpsLogSoftmax");
}
