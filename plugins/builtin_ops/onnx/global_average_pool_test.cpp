// GlobalAveragePool: which layer it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("GlobalAveragePool: the spatial axes stay, with one cell each") {
  OneNode node("GlobalAveragePool", 13);
  node.input(tensor<float>({1, 1, 2, 1}, {1, 2}));
  CHECK(node.layers().value() == "GlobalAveragePooling2D{keepdims=true, data_format=channels_first}");
  CHECK(node.free_batch().inferred().value() == "float[N,1,1,1]");
}

TEST_CASE("GlobalAveragePool: a tensor without spatial axes has no layer") {
  OneNode node("GlobalAveragePool", 13);
  node.input(tensor<float>({1, 2}, {1, 2}));
  CHECK(node.refusal() ==
        "GlobalAveragePool node 'n0' (output 'out0'): Keras has no global pool for a tensor of rank 2");
}
