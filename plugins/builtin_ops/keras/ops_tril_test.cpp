// ops.Tril: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ops.Tril: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Tril", 3) == "operation keras.src.ops.numpy.Tril");
  CHECK(form("ops.Tril", 2) == "custom OpsTril");
}

TEST_CASE("ops.Tril: without k it is the main diagonal, of every matrix of a stack") {
  OneNode node("ops.Tril", 1, "keras");
  node.input(tensor<float>({2, 2, 2}, {1, 2, 3, 4, 1, 2, 3, 4}));
  CHECK(near(node.run().value()[0], tensor<float>({2, 2, 2}, {1, 0, 3, 4, 1, 0, 3, 4})));
}
