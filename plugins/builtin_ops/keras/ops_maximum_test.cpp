// ops.Maximum: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Maximum: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Maximum", 3) == "operation keras.src.ops.numpy.Maximum x2 as argument");
  CHECK(byom::testing::form("ops.Maximum", 2) == "custom OpsMaximum of a list");
}
