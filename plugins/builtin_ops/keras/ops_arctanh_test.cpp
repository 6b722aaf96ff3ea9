// ops.Arctanh: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Arctanh: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Arctanh", 3) == "operation keras.src.ops.numpy.Arctanh");
  CHECK(byom::testing::form("ops.Arctanh", 2) == "custom OpsArctanh");
}
