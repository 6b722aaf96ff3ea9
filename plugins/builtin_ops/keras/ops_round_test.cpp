// ops.Round: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Round: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Round", 3) == "operation keras.src.ops.numpy.Round");
  CHECK(byom::testing::form("ops.Round", 2) == "custom OpsRound");
}
