// Constants as weights: that they are trainable, hold the numbers, and are shared where the model shares
// them.
#include "plugins/builtin_ops/shared/parameter.hpp"

#include "plugins/builtin_ops/shared/form_testing.hpp"
#include "plugins/builtin_ops/shared/half.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("A constant of one axis needs no reshaping, one of several keeps its shape") {
  OneNode row("Mul", 14), cube("Mul", 14);
  row.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4})).constant(tensor<float>({2}, {10, 20})).free_batch();
  cube.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4})).constant(tensor<float>({2, 1}, {10, 20})).free_batch();
  CHECK(row.layers().value() ==
        "ops.ZerosLike{dtype=int32} ops.Sum{} Embedding{input_dim=1, output_dim=2} ops.Multiply{}");
  CHECK(cube.layers().value() ==
        "ops.ZerosLike{dtype=int32} ops.Sum{} Embedding{input_dim=1, output_dim=2} "
        "ops.Reshape{newshape=[2,1]} ops.Multiply{}");
  CHECK(near(cube.run_converted().value()[0], tensor<float>({1, 2, 2}, {10, 20, 60, 80})));
  CHECK(row.inferred().value() == "float[N,2,2]");
}

TEST_CASE("The Embedding that holds the weight is trainable") {
  const auto op = byom::testing::plugins().op("keras", "Embedding");
  REQUIRE(op.ok());
  REQUIRE((*op)->layer.n_weights == 1);
  CHECK((*op)->layer.weights[0].flags == BYOM_WEIGHT_TRAINABLE);
}

TEST_CASE("Weights keep their type: doubles and 16-bit floats are not rounded to float") {
  OneNode doubles("Add", 14);
  doubles.input(tensor<double>({1, 2}, {0, 0})).constant(tensor<double>({2}, {0.1, 1e-300})).free_batch();
  CHECK(near(doubles.run_converted().value()[0], tensor<double>({1, 2}, {0.1, 1e-300}), 0));
}

TEST_CASE("A constant of a type that Keras sums as another one is refused by name") {
  OneNode node("Add", 14);
  node.input(tensor<std::int8_t>({1, 2}, {1, 2})).constant(tensor<std::int8_t>({2}, {1, 2}));
  CHECK(node.refusal() ==
        "Add node 'n0' (output 'out0'): it meets a constant of type int8, which no Keras layer can hold");
}

TEST_CASE("Half: widening and rounding agree with the published values of IEEE 754 binary16") {
  using byom::Half;
  const struct {
    std::uint16_t bits;
    float value;
  } exact[] = {{0x3C00, 1},        {0xC000, -2},         {0x7BFF, 65504},           {0x0400, 0x1p-14F},
               {0x0001, 0x1p-24F}, {0x03FF, 0x3FFp-24F}, {0x3555, 0.333251953125F}, {0x7C00, INFINITY},
               {0x8000, -0.0F}};
  for (const auto& pair : exact) {
    CHECK(byom::widen(Half{pair.bits}) == pair.value);
    CHECK(byom::to_half(pair.value).bits == pair.bits);
  }
  CHECK(byom::to_half(65520).bits == 0x7C00);  // halfway beyond the largest: infinity
  CHECK(byom::to_half(65519).bits == 0x7BFF);
  CHECK(byom::to_half(0x1p-25F).bits == 0);    // a tie between 0 and the smallest: to even
  CHECK(byom::to_half(0x1.8p-24F).bits == 2);  // a tie between 1 and 2 of the smallest
  CHECK(byom::to_half(1 + 0x1p-11F).bits == 0x3C00);
  CHECK(byom::to_half(1 + 0x1.8p-10F).bits == 0x3C02);
  CHECK(std::isnan(byom::widen(byom::to_half(NAN))));
}

TEST_CASE("Bfloat16: the upper half of a float, rounded to even") {
  CHECK(byom::widen(byom::Bfloat16{0x3F80}) == 1.0F);
  CHECK(byom::to_bfloat16(1 + 0x1p-8F).bits == 0x3F80);
  CHECK(byom::to_bfloat16(1 + 0x1.8p-7F).bits == 0x3F82);
  CHECK(byom::to_bfloat16(3.4e38F).bits == 0x7F80);
  CHECK(std::isnan(byom::widen(byom::to_bfloat16(NAN))));
}
