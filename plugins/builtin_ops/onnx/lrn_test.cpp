// LRN: which layers it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("LRN: the mean over channels is a pool over rows, one cell more behind for even sizes") {
  OneNode node("LRN", 13);
  node.input(tensor<float>({1, 3, 1, 2}, {1, 2, 3, 4, 5, 6})).attr("size", std::int64_t{4}).free_batch();
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->find("Reshape{target_shape=[1,3,-1]} ZeroPadding2D{padding=[[1,2],[0,0]]") !=
        std::string::npos);
  CHECK(layers->find("AveragePooling2D{pool_size=[4,1]") != std::string::npos);
  CHECK(byom::testing::near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("LRN: a size below 1 is refused") {
  OneNode node("LRN", 13);
  node.input(tensor<float>({1, 1, 1}, {1})).attr("size", std::int64_t{0});
  CHECK(node.refusal() == "LRN node 'n0' (output 'out0'): attribute 'size' is below 1");
}
