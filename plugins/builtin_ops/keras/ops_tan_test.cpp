// ops.Tan: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Tan: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Tan", 3) == "operation keras.src.ops.numpy.Tan");
  CHECK(byom::testing::form("ops.Tan", 2) == "custom OpsTan");
}
