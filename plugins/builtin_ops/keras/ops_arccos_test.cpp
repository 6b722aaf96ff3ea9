// ops.Arccos: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Arccos: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Arccos", 3) == "operation keras.src.ops.numpy.Arccos");
  CHECK(byom::testing::form("ops.Arccos", 2) == "custom OpsArccos");
}
