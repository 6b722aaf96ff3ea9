// ops.Max: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Max: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Max", 3) == "operation keras.src.ops.numpy.Max");
  CHECK(byom::testing::form("ops.Max", 2) == "custom OpsMax");
}
