// GlobalLpPool: the layers of each order, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode global_norm(std::int64_t p) {
  OneNode node("GlobalLpPool", 13);
  node.input(tensor<float>({1, 1, 3}, {3, -4, 5})).attr("p", p).free_batch();
  return node;
}
}  // namespace

TEST_CASE("GlobalLpPool: orders 1 and 2 need no powers") {
  CHECK(global_norm(1).layers().value() == "ops.Absolute{} ops.Sum{axis=[2], keepdims=true}");
  CHECK(global_norm(2).layers().value() == "ops.Square{} ops.Sum{axis=[2], keepdims=true} ops.Sqrt{}");
  CHECK(near(global_norm(2).run_converted().value()[0], tensor<float>({1, 1, 1}, {7.0710678F})));
}

TEST_CASE("GlobalLpPool: other orders are powers of magnitudes") {
  CHECK(global_norm(3).inferred().value() == "float[N,1,1]");
  CHECK(global_norm(3).layers().value() ==
        "ops.Absolute{} ops.Power{x2=3} ops.Sum{axis=[2], keepdims=true} ops.Power{x2=0.33333334}");
  CHECK(near(global_norm(3).run_converted().value()[0], tensor<float>({1, 1, 1}, {6})));
}

TEST_CASE("GlobalLpPool: an order below 1 is refused") {
  CHECK(global_norm(0).refusal() ==
        "GlobalLpPool node 'n0' (output 'out0'): attribute 'p' is 0.000000; norms begin at 1");
}
