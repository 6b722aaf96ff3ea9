// ops.Greater: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Greater: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Greater", 3) == "operation keras.src.ops.numpy.Greater x2 as argument");
  CHECK(byom::testing::form("ops.Greater", 2) == "custom OpsGreater of a list");
}
