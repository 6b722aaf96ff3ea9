// DequantizeLinear: the layers it becomes, and that a quantized constant is computed beforehand.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::Half;
using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("DequantizeLinear: becomes a cast, a difference and a product") {
  OneNode node("DequantizeLinear", 13);
  node.input(tensor<std::uint8_t>({1, 2}, {0, 255})).constant(tensor<float>({}, {0.5F})).free_batch();
  OneNode bare = node;
  node.constant(tensor<std::uint8_t>({}, {1}));
  CHECK(node.inferred().value() == "float[N,2]");
  CHECK(node.layers().value() == "ops.Cast{dtype=float32} ops.Subtract{x2=1} ops.Multiply{x2=0.5}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2}, {-0.5F, 127})));
  CHECK(bare.layers().value() == "ops.Cast{dtype=float32} ops.Multiply{x2=0.5}");
}

TEST_CASE("DequantizeLinear: scales of an axis are broadcast along it") {
  OneNode node("DequantizeLinear", 13);
  node.input(tensor<std::int8_t>({1, 2, 2}, {1, 2, 3, 4})).constant(tensor<float>({2}, {1, 10}));
  node.constant(tensor<std::int8_t>({2}, {0, 1})).free_batch();
  CHECK(node.layers().value() ==
        "ops.Cast{dtype=float32} ops.Subtract{x2=float[2,1]} ops.Multiply{x2=float[2,1]}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 2}, {1, 2, 20, 30})));
}

TEST_CASE("DequantizeLinear: the scale's type is the output's, unless the node says otherwise") {
  OneNode node("DequantizeLinear", 23);
  node.input(tensor<std::int8_t>({2}, {1, 3})).input(tensor<Half>({}, {Half{0x3800}}));  // 0.5
  OneNode wide = node;
  CHECK(node.inferred().value() == "float16[2]");
  wide.attr("output_dtype", BYOM_FLOAT);
  CHECK(near(wide.run().value()[0], tensor<float>({2}, {0.5F, 1.5F})));
}

TEST_CASE("DequantizeLinear: shapes that do not fit are refused") {
  OneNode node("DequantizeLinear", 13);
  node.input(tensor<std::int8_t>({1, 3}, {1, 2, 3})).constant(tensor<float>({2}, {1, 2}));
  CHECK(node.refusal() == "DequantizeLinear node 'n0' (output 'out0'): it has 2 scales; axis 1 has 3 cells");
  OneNode zeros("DequantizeLinear", 13);
  zeros.input(tensor<std::int8_t>({1, 2}, {1, 2})).constant(tensor<float>({2}, {1, 2}));
  zeros.constant(tensor<std::int8_t>({3}, {1, 2, 3}));
  CHECK(zeros.refusal() ==
        "DequantizeLinear node 'n0' (output 'out0'): its scales and its zero points differ in shape");
}
