// ops.Isnan: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Isnan: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Isnan", 3) == "operation keras.src.ops.numpy.Isnan");
  CHECK(byom::testing::form("ops.Isnan", 2) == "custom OpsIsnan");
}
