// DepthToSpace: which layers it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("DepthToSpace: split, reordered and joined, with the batch left free") {
  OneNode node("DepthToSpace", 13);
  node.input(tensor<float>({1, 4, 1, 1}, {1, 2, 3, 4})).attr("blocksize", std::int64_t{2}).free_batch();
  CHECK(node.layers().value() ==
        "Reshape{target_shape=[2,2,1,1,1]} Permute{dims=[3,4,1,5,2]} Reshape{target_shape=[1,2,2]}");
  CHECK(node.inferred().value() == "float[N,1,2,2]");
}

TEST_CASE("DepthToSpace: channels that do not fill a block are refused") {
  OneNode node("DepthToSpace", 13);
  node.input(tensor<float>({1, 3, 1, 1}, {1, 2, 3})).attr("blocksize", std::int64_t{2});
  CHECK(node.refusal() ==
        "DepthToSpace node 'n0' (output 'out0'): the channels are no multiple of blocksize * blocksize");
}
