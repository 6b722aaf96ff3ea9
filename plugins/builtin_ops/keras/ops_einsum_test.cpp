// ops.Einsum: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ops.Einsum: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Einsum", 3) == "operation keras.src.ops.numpy.Einsum");
  CHECK(form("ops.Einsum", 2) == "custom OpsEinsum of a list");
}

TEST_CASE("ops.Einsum: three operands") {
  OneNode node("ops.Einsum", 1, "keras");
  node.input(tensor<float>({2}, {1, 2})).input(tensor<float>({2}, {3, 4})).input(tensor<float>({2}, {5, 6}));
  node.attr("subscripts", "i,i,i->");
  CHECK(near(node.run().value()[0], tensor<float>({}, {63})));
}
