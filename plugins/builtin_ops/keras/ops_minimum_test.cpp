// ops.Minimum: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Minimum: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Minimum", 3) == "operation keras.src.ops.numpy.Minimum x2 as argument");
  CHECK(byom::testing::form("ops.Minimum", 2) == "custom OpsMinimum of a list");
}
