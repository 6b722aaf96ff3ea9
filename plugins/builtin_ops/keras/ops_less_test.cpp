// ops.Less: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Less: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Less", 3) == "operation keras.src.ops.numpy.Less x2 as argument");
  CHECK(byom::testing::form("ops.Less", 2) == "custom OpsLess of a list");
}
