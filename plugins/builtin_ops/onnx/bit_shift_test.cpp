// BitShift: shifts beyond the type, and its refusals.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("BitShift: 64 bits are shifted as such, and beyond them nothing is left") {
  OneNode node("BitShift", 11);
  node.input(tensor<std::uint64_t>({2}, {1, 1})).input(tensor<std::uint64_t>({2}, {63, 64}));
  CHECK(near(node.attr("direction", "LEFT").run().value()[0],
             tensor<std::uint64_t>({2}, {std::uint64_t{1} << 63, 0})));
}

TEST_CASE("BitShift: has no layer, and only two directions") {
  OneNode node("BitShift", 11);
  node.input(tensor<std::uint8_t>({1}, {1})).input(tensor<std::uint8_t>({1}, {1}));
  OneNode up = node;
  CHECK(node.attr("direction", "LEFT").refusal() ==
        "BitShift node 'n0' (output 'out0'): Keras 2 has no operation that shifts bits; convert the model up "
        "to "
        "the node before it (-p NODE)");
  CHECK(up.attr("direction", "UP").refusal() ==
        "BitShift node 'n0' (output 'out0'): attribute 'direction' is 'UP'; LEFT and RIGHT are possible");
}
