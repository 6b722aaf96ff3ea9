// ops.Arcsin: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Arcsin: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Arcsin", 3) == "operation keras.src.ops.numpy.Arcsin");
  CHECK(byom::testing::form("ops.Arcsin", 2) == "custom OpsArcsin");
}
