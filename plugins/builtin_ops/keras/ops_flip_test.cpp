// ops.Flip: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ops.Flip: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Flip", 3) == "operation keras.src.ops.numpy.Flip");
  CHECK(form("ops.Flip", 2) == "custom OpsFlip");
}

TEST_CASE("ops.Flip: the first axis moves whole rows") {
  OneNode node("ops.Flip", 1, "keras");
  node.input(tensor<float>({2, 2}, {1, 2, 3, 4})).attr("axis", 0);
  CHECK(near(node.run().value()[0], tensor<float>({2, 2}, {3, 4, 1, 2})));
}
