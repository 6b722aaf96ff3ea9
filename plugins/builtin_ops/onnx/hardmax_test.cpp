// Hardmax: the layers it becomes, and which axes it cannot search.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Hardmax: becomes the position of the largest element, and a class of ours") {
  OneNode node("Hardmax", 13);
  node.input(tensor<float>({1, 2, 3}, {1, 3, 3, 2, 1, 0})).free_batch();
  OneNode middle = node;
  CHECK(node.inferred().value() == "float[N,2,3]");
  CHECK(node.layers().value() == "ops.Argmax{axis=2} OneHotValues{num_classes=3, axis=-1, values=float[2]}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 3}, {0, 1, 0, 1, 0, 0})));
  CHECK(middle.attr("axis", std::int64_t{1}).layers().value() ==
        "ops.Argmax{axis=1} OneHotValues{num_classes=2, axis=1, values=float[2]}");
  CHECK(near(middle.run_converted().value()[0], tensor<float>({1, 2, 3}, {0, 1, 1, 1, 0, 0})));
}

TEST_CASE("Hardmax: before version 13 several axes are one for the search") {
  OneNode node("Hardmax", 11);
  node.input(tensor<float>({1, 2, 2}, {1, 3, 7, 5})).free_batch();
  CHECK(node.layers().value() ==
        "Reshape{target_shape=[4]} ops.Argmax{axis=1} OneHotValues{num_classes=4, axis=-1, values=float[2]} "
        "Reshape{target_shape=[2,2]}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 2}, {0, 0, 1, 0})));
}

TEST_CASE("Hardmax: the batch is not searched, nor two axes of three behind it") {
  OneNode node("Hardmax", 13);
  node.input(tensor<float>({2, 2}, {1, 3, 7, 5})).attr("axis", std::int64_t{0}).free_batch();
  CHECK(node.refusal() == "Hardmax node 'n0' (output 'out0'): it searches the batch: it mixes samples");
  OneNode two("Hardmax", 11);
  two.input(tensor<float>({1, 2, 2, 1, 2}, {1, 3, 7, 5, 0, 0, 0, 0})).attr("axis", std::int64_t{2});
  CHECK(
      two.free_batch().refusal() ==
      "Hardmax node 'n0' (output 'out0'): it takes the largest element of several axes together; Keras finds "
      "one along an axis");
}
