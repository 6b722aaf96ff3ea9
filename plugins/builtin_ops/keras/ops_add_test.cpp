// ops.Add: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Add: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Add", 3) == "operation keras.src.ops.numpy.Add x2 as argument");
  CHECK(byom::testing::form("ops.Add", 2) == "custom OpsAdd of a list");
}
