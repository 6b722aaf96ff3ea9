// ops.ZerosLike: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.ZerosLike: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.ZerosLike", 3) == "operation keras.src.ops.numpy.ZerosLike");
  CHECK(byom::testing::form("ops.ZerosLike", 2) == "custom OpsZerosLike");
}
