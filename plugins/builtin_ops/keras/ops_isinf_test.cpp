// ops.Isinf: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Isinf: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Isinf", 3) == "operation keras.src.ops.numpy.Isinf");
  CHECK(byom::testing::form("ops.Isinf", 2) == "custom OpsIsinf");
}
