// ops.Sum: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Sum: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Sum", 3) == "operation keras.src.ops.numpy.Sum");
  CHECK(byom::testing::form("ops.Sum", 2) == "custom OpsSum");
}
