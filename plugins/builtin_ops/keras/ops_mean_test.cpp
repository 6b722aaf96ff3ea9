// ops.Mean: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Mean: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Mean", 3) == "operation keras.src.ops.numpy.Mean");
  CHECK(byom::testing::form("ops.Mean", 2) == "custom OpsMean");
}
