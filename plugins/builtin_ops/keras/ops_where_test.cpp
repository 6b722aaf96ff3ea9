// ops.Where: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Where: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Where", 3) == "operation keras.src.ops.numpy.Where x2 as argument");
  CHECK(byom::testing::form("ops.Where", 2) == "custom OpsWhere of a list");
}
