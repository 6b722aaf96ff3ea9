// ops.Absolute: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Absolute: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Absolute", 3) == "operation keras.src.ops.numpy.Absolute");
  CHECK(byom::testing::form("ops.Absolute", 2) == "custom OpsAbsolute");
}
