// QuantizeLinear: the layers it becomes, what it refuses, the edges of its arithmetic.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::Half;
using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("QuantizeLinear: becomes a chain of operations; a zero point of 0 adds no layer") {
  OneNode node("QuantizeLinear", 13);
  node.input(tensor<float>({1, 3}, {-9, 0.5F, 99})).constant(tensor<float>({}, {0.5F})).free_batch();
  OneNode bare = node;
  node.constant(tensor<std::int8_t>({}, {3}));
  CHECK(node.inferred().value() == "int8[N,3]");
  CHECK(node.layers().value() ==
        "ops.Divide{x2=0.5} ops.Round{} ops.Subtract{x2=-3} ops.Clip{x_min=-128, x_max=127} "
        "ops.Cast{dtype=int8}");
  CHECK(near(node.run_converted().value()[0], tensor<std::int8_t>({1, 3}, {-15, 4, 127})));
  CHECK(bare.layers().value() ==
        "ops.Divide{x2=0.5} ops.Round{} ops.Clip{x_min=0, x_max=255} ops.Cast{dtype=uint8}");
}

TEST_CASE("QuantizeLinear: scales of an axis are broadcast along it") {
  OneNode node("QuantizeLinear", 13);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 30, 40})).constant(tensor<float>({2}, {1, 10}));
  node.constant(tensor<std::uint8_t>({2}, {0, 7})).free_batch();
  CHECK(node.layers().value() ==
        "ops.Divide{x2=float[2,1]} ops.Round{} ops.Subtract{x2=float[2,1]} ops.Clip{x_min=0, x_max=255} "
        "ops.Cast{dtype=uint8}");
  CHECK(near(node.run_converted().value()[0], tensor<std::uint8_t>({1, 2, 2}, {1, 2, 10, 11})));
}

TEST_CASE("QuantizeLinear: 16-bit floats are divided as such, and summed in 32 bits") {
  OneNode node("QuantizeLinear", 21);
  // 4094 and 65504, by 0.25: the first with the zero point is no half, the second is infinite as a quotient.
  node.input(tensor<Half>({2}, {Half{0x6BFF}, Half{0x7BFF}})).constant(tensor<Half>({}, {Half{0x3400}}));
  node.constant(tensor<std::uint16_t>({}, {1}));
  CHECK(node.layers().value() ==
        "ops.Divide{x2=0.25} ops.Round{} ops.Cast{dtype=float32} ops.Subtract{x2=-1} "
        "ops.Clip{x_min=0, x_max=65535} ops.Cast{dtype=uint16}");
  CHECK(near(node.run().value()[0], tensor<std::uint16_t>({2}, {16377, 65535})));
  CHECK(near(node.run_converted().value()[0], tensor<std::uint16_t>({2}, {16377, 65535})));
}

TEST_CASE("QuantizeLinear: infinities saturate, NaN gives 0") {
  OneNode node("QuantizeLinear", 13);
  node.input(tensor<float>({3}, {INFINITY, -INFINITY, NAN})).constant(tensor<float>({}, {1}));
  node.constant(tensor<std::int8_t>({}, {5}));
  CHECK(near(node.run().value()[0], tensor<std::int8_t>({3}, {127, -128, 0})));
}

TEST_CASE("QuantizeLinear: scales that are computed, in blocks, or one for each sample are refused") {
  OneNode computed("QuantizeLinear", 13);
  computed.input(tensor<float>({2}, {1, 2})).input(tensor<float>({}, {1}));
  CHECK(computed.refusal() ==
        "QuantizeLinear node 'n0' (output 'out0'): its scale or zero point is computed by the model; Keras "
        "takes constants only");
  OneNode blocks("QuantizeLinear", 21);
  blocks.input(tensor<float>({1, 4}, {1, 2, 3, 4})).constant(tensor<float>({1, 2}, {1, 2}));
  CHECK(
      blocks.attr("block_size", std::int64_t{2}).refusal() ==
      "QuantizeLinear node 'n0' (output 'out0'): attribute 'block_size' gives blocks of an activation scales "
      "of their own; Keras has no such operation");
  OneNode samples("QuantizeLinear", 13);
  samples.input(tensor<float>({2, 1}, {1, 2})).constant(tensor<float>({2}, {1, 2})).free_batch();
  CHECK(samples.attr("axis", std::int64_t{0}).refusal() ==
        "QuantizeLinear node 'n0' (output 'out0'): its scales differ along the batch: it mixes samples");
}

TEST_CASE("QuantizeLinear: types that Keras lacks are refused by number") {
  OneNode node("QuantizeLinear", 21);
  node.input(tensor<float>({1}, {1})).constant(tensor<float>({}, {1})).attr("output_dtype", 17);
  CHECK(node.refusal() ==
        "QuantizeLinear node 'n0' (output 'out0'): attribute 'output_dtype' asks for element type 17 of "
        "TensorProto.DataType; int8, uint8, int16 and uint16 are served");
}
