// ops.Gelu: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Gelu: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Gelu", 3) == "operation keras.src.ops.nn.Gelu");
  CHECK(byom::testing::form("ops.Gelu", 2) == "custom OpsGelu");
}
