// ops.Cosh: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Cosh: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Cosh", 3) == "operation keras.src.ops.numpy.Cosh");
  CHECK(byom::testing::form("ops.Cosh", 2) == "custom OpsCosh");
}
