// ops.Erf: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Erf: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Erf", 3) == "operation keras.src.ops.math.Erf");
  CHECK(byom::testing::form("ops.Erf", 2) == "custom OpsErf");
}
