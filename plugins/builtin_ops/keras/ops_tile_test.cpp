// ops.Tile: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ops.Tile: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Tile", 3) == "operation keras.src.ops.numpy.Tile");
  CHECK(form("ops.Tile", 2) == "custom OpsTile");
}

TEST_CASE("ops.Tile: two axes of 16-bit numbers") {
  OneNode node("ops.Tile", 1, "keras");
  node.input(tensor<std::int16_t>({1, 2}, {1, 2})).attr("repeats", std::vector<std::int64_t>{2, 2});
  CHECK(near(node.run().value()[0], tensor<std::int16_t>({2, 4}, {1, 2, 1, 2, 1, 2, 1, 2})));
}
