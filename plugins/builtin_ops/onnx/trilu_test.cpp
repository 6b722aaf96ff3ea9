// Trilu: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Trilu: the two triangles are two operations of Keras") {
  OneNode node("Trilu", 14);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4})).free_batch();
  OneNode lower = node;
  CHECK(node.inferred().value() == "float[N,2,2]");
  CHECK(node.layers().value() == "ops.Triu{k=0}");
  lower.constant(tensor<std::int64_t>({}, {-1})).attr("upper", 0);
  CHECK(lower.layers().value() == "ops.Tril{k=-1}");
}

TEST_CASE("Trilu: Keras on TensorFlow takes diagonals at most one beside the matrix") {
  const auto layer = [](std::int64_t k) {
    OneNode node("Trilu", 14);
    node.input(tensor<float>({2, 3}, {1, 2, 3, 4, 5, 6})).constant(tensor<std::int64_t>({}, {k}));
    return node.layers().value();
  };
  CHECK(layer(6) == "ops.Triu{k=3}");
  CHECK(layer(-7) == "ops.Triu{k=-2}");
}

TEST_CASE("Trilu: diagonals far outside take everything or nothing") {
  constexpr std::int64_t far = 9223372036854775807;
  const auto kept = [](std::int64_t k, std::int64_t upper) {
    OneNode node("Trilu", 14);
    node.input(tensor<float>({1, 2}, {1, 2})).constant(tensor<std::int64_t>({}, {k})).attr("upper", upper);
    return node.run().value()[0];
  };
  CHECK(near(kept(far, 1), tensor<float>({1, 2}, {0, 0})));
  CHECK(near(kept(-far - 1, 1), tensor<float>({1, 2}, {1, 2})));
  CHECK(near(kept(far, 0), tensor<float>({1, 2}, {1, 2})));
  CHECK(near(kept(-far - 1, 0), tensor<float>({1, 2}, {0, 0})));
}
