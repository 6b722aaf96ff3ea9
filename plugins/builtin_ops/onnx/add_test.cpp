// Add: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Add: tensors of one rank and batch become Keras's Add, the short one first") {
  OneNode node("Add", 14);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4})).input(tensor<float>({1, 2, 1}, {10, 20})).free_batch();
  CHECK(node.layers().value() == "Add{}");
  CHECK(node.inferred().value() == "float[N,2,2]");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 2}, {11, 12, 23, 24})));
}

TEST_CASE("Add: tensors of other ranks become an operation, which has no batch of its own") {
  OneNode node("Add", 14);
  node.input(tensor<float>({1, 1, 2}, {1, 2})).input(tensor<float>({3, 1, 1, 2}, {1, 2, 3, 4, 5, 6}));
  CHECK(node.layers().value() == "ops.Add{}");
}

TEST_CASE("Add: a number is added by a layer of both Kerases, from either side") {
  for (const bool first : {false, true}) {
    OneNode node("Add", 14);
    if (first) node.constant(tensor<float>({}, {0.1F}));
    node.input(tensor<float>({1, 2}, {1, 2}));
    if (!first) node.constant(tensor<float>({}, {0.1F}));
    CHECK(node.free_batch().layers().value() == "Rescaling{scale=1, offset=0.1}");
  }
}

TEST_CASE("Add: a floating constant of several elements becomes a trainable weight, which stands first") {
  OneNode node("Add", 14);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4})).constant(tensor<float>({2, 1}, {10, 20})).free_batch();
  CHECK(node.layers().value() ==
        "ops.ZerosLike{dtype=int32} ops.Sum{} Embedding{input_dim=1, output_dim=2} "
        "ops.Reshape{newshape=[2,1]} "
        "ops.Add{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 2, 2}, {11, 12, 23, 24})));
}

TEST_CASE("Add: a constant of more axes than the tensor keeps them") {
  OneNode node("Add", 14);
  node.input(tensor<float>({2}, {1, 2})).constant(tensor<float>({1, 1, 1}, {10}));
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 2}, {11, 12})));
}

TEST_CASE("Add: an integer array stands first in Keras, where it cannot be taken for a bias") {
  OneNode node("Add", 14);
  node.input(tensor<std::int32_t>({1, 2, 2}, {1, 2, 3, 4}))
      .constant(tensor<std::int32_t>({2, 1}, {10, 20}))
      .free_batch();
  CHECK(node.layers().value() == "ops.ZerosLike{dtype=int32} ops.Sum{} ops.Add{x2=int32[2,1]} ops.Add{}");
  CHECK(near(node.run_converted().value()[0], tensor<std::int32_t>({1, 2, 2}, {11, 12, 23, 24})));
}

TEST_CASE("Add: a summand that Keras would take for a bias of another axis is subtracted negated") {
  const auto rows = tensor<float>({1, 3, 1}, {10, 20, 30}), columns = tensor<float>({1, 1, 3}, {1, 2, 3});
  OneNode outer("Add", 14);
  outer.input(rows).input(columns).free_batch();
  CHECK(outer.layers().value() == "ops.Negative{} ops.Subtract{}");
  CHECK(
      near(outer.run_converted().value()[0], tensor<float>({1, 3, 3}, {11, 12, 13, 21, 22, 23, 31, 32, 33})));
  OneNode apart("Add", 14), same("Add", 14);
  apart.input(rows).input(tensor<float>({1, 1, 2}, {1, 2})).free_batch();
  CHECK(apart.layers().value() == "Add{}");
  same.input(columns).input(columns).free_batch();
  CHECK(same.layers().value() == "Add{}");
}

TEST_CASE("Add: extents that do not fit are named, as is a batch that meets itself") {
  OneNode unfit("Add", 14), twice("Add", 14);
  unfit.input(tensor<float>({1, 2}, {1, 2})).input(tensor<float>({3}, {1, 2, 3}));
  CHECK(unfit.refusal() ==
        "Add node 'n0' (output 'out0'): the extents 2 and 3, axis 1 from the end, do not broadcast");
  twice.input(tensor<float>({1, 1, 2}, {1, 2})).input(tensor<float>({1, 2}, {3, 4})).free_batch();
  CHECK(twice.refusal() == "Add node 'n0' (output 'out0'): it meets the batch in two axes and mixes samples");
}

TEST_CASE("Add: inputs of two types are refused") {
  OneNode node("Add", 14);
  node.input(tensor<float>({1}, {1})).input(tensor<double>({1}, {2}));
  CHECK(node.refusal() ==
        "Add node 'n0' (output 'out0'): input 'B' has the type double, but input 'A' has the type float; the "
        "operator takes one type for both; cast one of them");
}

TEST_CASE("Add: 16-bit floats are added in float and rounded to even") {
  OneNode node("Add", 14);
  const auto half = [](const std::vector<byom::Half>& bits) { return tensor<byom::Half>({3}, bits); };
  // 1 + 2, 2048 + 1 (a tie, to even), 65504 + 65504 (infinity)
  node.input(half({{0x3C00}, {0x6800}, {0x7BFF}})).input(half({{0x4000}, {0x3C00}, {0x7BFF}}));
  const auto sum = node.run().value()[0];
  CHECK(sum.bytes == half({{0x4200}, {0x6800}, {0x7C00}}).bytes);
}
