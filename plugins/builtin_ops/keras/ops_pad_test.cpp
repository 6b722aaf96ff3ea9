// ops.Pad: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Pad: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Pad", 3) == "operation keras.src.ops.numpy.Pad constant_values as argument");
  CHECK(byom::testing::form("ops.Pad", 2) == "custom OpsPad");
}
