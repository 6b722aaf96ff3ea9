// Expand: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Expand: stretched axes are repeated, and the batch stays free") {
  OneNode node("Expand", 13);
  node.input(tensor<float>({1, 2, 1}, {1, 2})).constant(tensor<std::int64_t>({3}, {1, 1, 3})).free_batch();
  CHECK(node.inferred().value() == "float[N,2,3]");
  CHECK(node.layers().value() == "ops.Tile{repeats=[1,1,3]}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 3}, {1, 1, 1, 2, 2, 2})));
}

TEST_CASE("Expand: new axes in front, with and without repetition") {
  OneNode node("Expand", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).free_batch();
  OneNode once = node;
  node.constant(tensor<std::int64_t>({3}, {2, 1, 1}));
  CHECK(node.inferred().value() == "float[2,N,2]");
  CHECK(node.layers().value() == "ops.Reshape{newshape=[1,-1,2]} ops.Tile{repeats=[2,1,1]}");
  CHECK(once.constant(tensor<std::int64_t>({3}, {1, 1, 1})).layers().value() ==
        "ops.Reshape{newshape=[1,-1,2]}");
}

TEST_CASE("Expand: a shape that does not fit is refused") {
  OneNode node("Expand", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<std::int64_t>({1}, {3}));
  CHECK(node.refusal() ==
        "Expand node 'n0' (output 'out0'): the extents 2 and 3, axis 1 from the end, do not broadcast");
}
