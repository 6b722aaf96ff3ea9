// ops.Sqrt: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Sqrt: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Sqrt", 3) == "operation keras.src.ops.numpy.Sqrt");
  CHECK(byom::testing::form("ops.Sqrt", 2) == "custom OpsSqrt");
}
