// ops.Multiply: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Multiply: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Multiply", 3) == "operation keras.src.ops.numpy.Multiply x2 as argument");
  CHECK(byom::testing::form("ops.Multiply", 2) == "custom OpsMultiply of a list");
}
