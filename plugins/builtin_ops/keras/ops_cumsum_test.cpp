// ops.Cumsum: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ops.Cumsum: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Cumsum", 3) == "operation keras.src.ops.numpy.Cumsum");
  CHECK(form("ops.Cumsum", 2) == "custom OpsCumsum");
}

TEST_CASE("ops.Cumsum: the first axis, and integers that wrap") {
  OneNode node("ops.Cumsum", 1, "keras");
  node.input(tensor<std::int32_t>({2, 2}, {2147483647, 1, 1, 2})).attr("axis", 0);
  CHECK(near(node.run().value()[0], tensor<std::int32_t>({2, 2}, {2147483647, 1, -2147483647 - 1, 3})));
}
