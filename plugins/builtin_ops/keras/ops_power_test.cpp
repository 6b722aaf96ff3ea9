// ops.Power: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Power: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Power", 3) == "operation keras.src.ops.numpy.Power x2 as argument");
  CHECK(byom::testing::form("ops.Power", 2) == "custom OpsPower of a list");
}
