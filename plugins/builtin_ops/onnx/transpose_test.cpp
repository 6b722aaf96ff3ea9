// Transpose: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Transpose: the batch in front stays, and the layer is Keras's Permute") {
  OneNode node("Transpose", 13);
  node.input(tensor<float>({1, 2, 3}, std::vector<float>(6)))
      .attr("perm", std::vector<std::int64_t>{0, 2, 1});
  node.free_batch();
  CHECK(node.inferred().value() == "float[N,3,2]");
  CHECK(node.layers().value() == "Permute{dims=[2,1]}");
}

TEST_CASE("Transpose: the batch may move; an order that changes nothing makes no layer") {
  OneNode node("Transpose", 13);
  node.input(tensor<float>({1, 2, 3}, std::vector<float>(6))).free_batch();
  OneNode same = node;
  CHECK(node.inferred().value() == "float[3,2,N]");
  CHECK(node.layers().value() == "ops.Transpose{axes=[2,1,0]}");
  CHECK(same.attr("perm", std::vector<std::int64_t>{0, 1, 2}).layers().value().empty());
}

TEST_CASE("Transpose: an order that names an axis twice is refused") {
  OneNode node("Transpose", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).attr("perm", std::vector<std::int64_t>{1, 1});
  CHECK(node.refusal() ==
        "Transpose node 'n0' (output 'out0'): its order of axes does not name each of the 2 axes once");
}
