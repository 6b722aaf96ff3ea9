// ops.Cos: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Cos: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Cos", 3) == "operation keras.src.ops.numpy.Cos");
  CHECK(byom::testing::form("ops.Cos", 2) == "custom OpsCos");
}
