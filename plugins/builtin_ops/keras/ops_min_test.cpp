// ops.Min: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Min: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Min", 3) == "operation keras.src.ops.numpy.Min");
  CHECK(byom::testing::form("ops.Min", 2) == "custom OpsMin");
}
