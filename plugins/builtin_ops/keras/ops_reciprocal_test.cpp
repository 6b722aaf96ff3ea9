// ops.Reciprocal: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Reciprocal: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Reciprocal", 3) == "operation keras.src.ops.numpy.Reciprocal");
  CHECK(byom::testing::form("ops.Reciprocal", 2) == "custom OpsReciprocal");
}
