// ops.Clip: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Clip: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Clip", 3) == "operation keras.src.ops.numpy.Clip");
  CHECK(byom::testing::form("ops.Clip", 2) == "custom OpsClip");
}
