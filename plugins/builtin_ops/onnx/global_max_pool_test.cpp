// GlobalMaxPool: which layer it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("GlobalMaxPool: the spatial axes stay, with one cell each") {
  OneNode node("GlobalMaxPool", 13);
  node.input(tensor<float>({1, 1, 2, 1}, {1, 2}));
  CHECK(node.layers().value() == "GlobalMaxPooling2D{keepdims=true, data_format=channels_first}");
  CHECK(node.free_batch().inferred().value() == "float[N,1,1,1]");
}

TEST_CASE("GlobalMaxPool: a tensor without spatial axes has no layer") {
  OneNode node("GlobalMaxPool", 13);
  node.input(tensor<float>({1, 2}, {1, 2}));
  CHECK(node.refusal() ==
        "GlobalMaxPool node 'n0' (output 'out0'): Keras has no global pool for a tensor of rank 2");
}
