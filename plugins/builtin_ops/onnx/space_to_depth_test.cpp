// SpaceToDepth: which layers it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("SpaceToDepth: split, reordered and joined, with the batch left free") {
  OneNode node("SpaceToDepth", 13);
  node.input(tensor<float>({1, 1, 2, 2}, {1, 2, 3, 4})).attr("blocksize", std::int64_t{2}).free_batch();
  CHECK(node.layers().value() ==
        "Reshape{target_shape=[1,1,2,1,2]} Permute{dims=[3,5,1,2,4]} Reshape{target_shape=[4,1,1]}");
}

TEST_CASE("SpaceToDepth: a side that blocks do not fill is refused") {
  OneNode node("SpaceToDepth", 13);
  node.input(tensor<float>({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6})).attr("blocksize", std::int64_t{2});
  CHECK(node.refusal() ==
        "SpaceToDepth node 'n0' (output 'out0'): height or width is no multiple of blocksize");
}
