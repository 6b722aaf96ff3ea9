// ops.Argmin: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Argmin: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Argmin", 3) == "operation keras.src.ops.numpy.Argmin");
  CHECK(byom::testing::form("ops.Argmin", 2) == "custom OpsArgmin");
}
