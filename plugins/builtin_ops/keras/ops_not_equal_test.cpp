// ops.NotEqual: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.NotEqual: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.NotEqual", 3) == "operation keras.src.ops.numpy.NotEqual x2 as argument");
  CHECK(byom::testing::form("ops.NotEqual", 2) == "custom OpsNotEqual of a list");
}
