// ops.Equal: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Equal: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Equal", 3) == "operation keras.src.ops.numpy.Equal x2 as argument");
  CHECK(byom::testing::form("ops.Equal", 2) == "custom OpsEqual of a list");
}
