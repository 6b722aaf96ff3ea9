// ops.Square: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Square: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Square", 3) == "operation keras.src.ops.numpy.Square");
  CHECK(byom::testing::form("ops.Square", 2) == "custom OpsSquare");
}
