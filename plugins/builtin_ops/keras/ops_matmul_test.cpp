// ops.Matmul: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ops.Matmul: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Matmul", 3) == "operation keras.src.ops.numpy.Matmul");
  CHECK(form("ops.Matmul", 2) == "custom OpsMatmul of a list");
}

TEST_CASE("ops.Matmul: more than three products are shared out among threads, each by its own matrices") {
  OneNode node("ops.Matmul", 1, "keras");
  node.input(tensor<float>({5, 1, 1}, {1, 2, 3, 4, 5})).input(tensor<float>({5, 1, 1}, {10, 20, 30, 40, 50}));
  CHECK(near(node.run().value()[0], tensor<float>({5, 1, 1}, {10, 40, 90, 160, 250})));
}
