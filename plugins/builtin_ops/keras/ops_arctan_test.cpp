// ops.Arctan: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Arctan: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Arctan", 3) == "operation keras.src.ops.numpy.Arctan");
  CHECK(byom::testing::form("ops.Arctan", 2) == "custom OpsArctan");
}
