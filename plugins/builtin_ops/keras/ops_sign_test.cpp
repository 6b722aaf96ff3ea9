// ops.Sign: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Sign: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Sign", 3) == "operation keras.src.ops.numpy.Sign");
  CHECK(byom::testing::form("ops.Sign", 2) == "custom OpsSign");
}
