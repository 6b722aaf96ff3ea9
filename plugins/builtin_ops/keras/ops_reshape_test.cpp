// ops.Reshape: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Reshape: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Reshape", 3) == "operation keras.src.ops.numpy.Reshape");
  CHECK(byom::testing::form("ops.Reshape", 2) == "custom OpsReshape");
}
