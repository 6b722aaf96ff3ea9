// ops.Divide: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Divide: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Divide", 3) == "operation keras.src.ops.numpy.Divide x2 as argument");
  CHECK(byom::testing::form("ops.Divide", 2) == "custom OpsDivide of a list");
}
