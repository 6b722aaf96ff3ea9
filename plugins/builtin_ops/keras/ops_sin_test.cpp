// ops.Sin: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Sin: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Sin", 3) == "operation keras.src.ops.numpy.Sin");
  CHECK(byom::testing::form("ops.Sin", 2) == "custom OpsSin");
}
