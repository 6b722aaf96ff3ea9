// ops.Arccosh: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Arccosh: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Arccosh", 3) == "operation keras.src.ops.numpy.Arccosh");
  CHECK(byom::testing::form("ops.Arccosh", 2) == "custom OpsArccosh");
}
