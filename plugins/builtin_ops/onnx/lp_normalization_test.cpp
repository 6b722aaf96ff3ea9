// LpNormalization: the layers of both orders, vectors of zeros, what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::Half;
using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("LpNormalization: becomes a norm, never 0, and a quotient") {
  OneNode node("LpNormalization", 13);
  node.input(tensor<float>({2, 2}, {3, -4, 0, 0})).free_batch();
  OneNode sum = node;
  CHECK(node.layers().value() ==
        "ops.Square{} ops.Sum{axis=[-1], keepdims=true} ops.Sqrt{} ops.Maximum{x2=1.1754944e-38} "
        "ops.Divide{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({2, 2}, {0.6F, -0.8F, 0, 0})));
  CHECK(sum.attr("p", std::int64_t{1}).layers().value() ==
        "ops.Absolute{} ops.Sum{axis=[-1], keepdims=true} ops.Maximum{x2=1.1754944e-38} ops.Divide{}");
}

TEST_CASE("LpNormalization: halves of zero stay zero, too") {
  OneNode node("LpNormalization", 13);
  node.input(tensor<Half>({1, 2}, {Half{0}, Half{0}})).free_batch();
  CHECK(near(node.run_converted().value()[0], tensor<Half>({1, 2}, {Half{0}, Half{0}})));
}

TEST_CASE("LpNormalization: other orders, and norms over the batch, are refused") {
  OneNode order("LpNormalization", 13);
  order.input(tensor<float>({1, 2}, {3, 4}));
  CHECK(order.attr("p", std::int64_t{3}).refusal() ==
        "LpNormalization node 'n0' (output 'out0'): attribute 'p' is 3; 1 and 2 are possible");
  OneNode batch("LpNormalization", 13);
  batch.input(tensor<float>({2, 2}, {3, 4, 5, 6})).attr("axis", std::int64_t{0}).free_batch();
  CHECK(batch.refusal() ==
        "LpNormalization node 'n0' (output 'out0'): it divides by a norm over the batch: it mixes samples");
}
