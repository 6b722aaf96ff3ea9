// Tile: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("Tile: becomes Keras's operation, or nothing") {
  OneNode node("Tile", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).free_batch();
  OneNode once = node, batch = node;
  node.constant(tensor<std::int64_t>({2}, {1, 3}));
  CHECK(node.inferred().value() == "float[N,6]");
  CHECK(node.layers().value() == "ops.Tile{repeats=[1,3]}");
  CHECK(once.constant(tensor<std::int64_t>({2}, {1, 1})).layers().value().empty());
  CHECK(batch.constant(tensor<std::int64_t>({2}, {2, 1})).refusal() ==
        "Tile node 'n0' (output 'out0'): it repeats the batch: it mixes samples");
}

TEST_CASE("Tile: one number for each axis") {
  OneNode node("Tile", 13);
  node.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<std::int64_t>({1}, {2}));
  CHECK(node.refusal() ==
        "Tile node 'n0' (output 'out0'): 'repeats' has 1 numbers, but the input has rank 2");
}
