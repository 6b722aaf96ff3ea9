// ops.Mod: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

TEST_CASE("ops.Mod: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(byom::testing::form("ops.Mod", 3) == "operation keras.src.ops.numpy.Mod x2 as argument");
  CHECK(byom::testing::form("ops.Mod", 2) == "custom OpsMod of a list");
}
