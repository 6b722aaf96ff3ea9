// ops.Negative: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Negative: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Negative", 3) == "operation keras.src.ops.numpy.Negative");
  CHECK(byom::testing::form("ops.Negative", 2) == "custom OpsNegative");
}
