// ops.LessEqual: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.LessEqual: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.LessEqual", 3) == "operation keras.src.ops.numpy.LessEqual x2 as argument");
  CHECK(byom::testing::form("ops.LessEqual", 2) == "custom OpsLessEqual of a list");
}
