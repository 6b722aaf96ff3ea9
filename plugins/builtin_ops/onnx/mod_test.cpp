// Mod: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Mod: Keras's Mod, between magnitudes where the dividend's sign counts") {
  OneNode plain("Mod", 13), fmod("Mod", 13);
  plain.input(tensor<std::int32_t>({1, 1}, {-5})).constant(tensor<std::int32_t>({}, {3})).free_batch();
  fmod.attr("fmod", 1).input(tensor<float>({1, 1}, {-5})).constant(tensor<float>({}, {-3})).free_batch();
  CHECK(plain.layers().value() == "ops.Mod{x2=3}");
  CHECK(fmod.layers().value() == "ops.Absolute{} ops.Sign{} ops.Mod{x2=3} ops.Multiply{}");
  CHECK(near(fmod.run_converted().value()[0], tensor<float>({1, 1}, {-2})));
}

TEST_CASE("Mod: an integer modulo zero does not trap") {
  OneNode node("Mod", 13);
  node.input(tensor<std::int32_t>({2}, {5, -2147483647 - 1})).input(tensor<std::int32_t>({2}, {0, -1}));
  CHECK(near(node.run().value()[0], tensor<std::int32_t>({2}, {0, 0})));
}

TEST_CASE("Mod: of floating numbers it needs fmod") {
  OneNode node("Mod", 13);
  node.input(tensor<float>({1}, {5})).input(tensor<float>({1}, {3}));
  CHECK(node.refusal() == "Mod node 'n0' (output 'out0'): of floating numbers it needs the attribute fmod=1");
}
