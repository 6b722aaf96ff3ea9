// ops.Sinh: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Sinh: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Sinh", 3) == "operation keras.src.ops.numpy.Sinh");
  CHECK(byom::testing::form("ops.Sinh", 2) == "custom OpsSinh");
}
