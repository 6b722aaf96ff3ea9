// ops.Prod: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Prod: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Prod", 3) == "operation keras.src.ops.numpy.Prod");
  CHECK(byom::testing::form("ops.Prod", 2) == "custom OpsProd");
}
