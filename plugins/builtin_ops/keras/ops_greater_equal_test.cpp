// ops.GreaterEqual: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.GreaterEqual: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.GreaterEqual", 3) ==
        "operation keras.src.ops.numpy.GreaterEqual x2 as argument");
  CHECK(byom::testing::form("ops.GreaterEqual", 2) == "custom OpsGreaterEqual of a list");
}
