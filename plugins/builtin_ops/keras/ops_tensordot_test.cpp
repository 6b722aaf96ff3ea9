// ops.Tensordot: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Tensordot: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Tensordot", 3) == "operation keras.src.ops.numpy.Tensordot x2 as argument");
  CHECK(byom::testing::form("ops.Tensordot", 2) == "custom OpsTensordot");
}
