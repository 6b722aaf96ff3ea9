// ops.Logsumexp: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Logsumexp: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Logsumexp", 3) == "operation keras.src.ops.math.Logsumexp");
  CHECK(byom::testing::form("ops.Logsumexp", 2) == "custom OpsLogsumexp");
}
