// ops.Arcsinh: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Arcsinh: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Arcsinh", 3) == "operation keras.src.ops.numpy.Arcsinh");
  CHECK(byom::testing::form("ops.Arcsinh", 2) == "custom OpsArcsinh");
}
