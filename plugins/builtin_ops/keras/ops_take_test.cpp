// ops.Take: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Take: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Take", 3) == "operation keras.src.ops.numpy.Take indices as argument");
  CHECK(byom::testing::form("ops.Take", 2) == "custom OpsTake of a list");
}
