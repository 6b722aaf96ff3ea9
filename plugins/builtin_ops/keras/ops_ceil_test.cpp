// ops.Ceil: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Ceil: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Ceil", 3) == "operation keras.src.ops.numpy.Ceil");
  CHECK(byom::testing::form("ops.Ceil", 2) == "custom OpsCeil");
}
