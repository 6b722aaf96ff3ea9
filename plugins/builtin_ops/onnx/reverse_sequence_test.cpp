// ReverseSequence: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ReverseSequence: lengths beyond the steps and equal axes are refused") {
  OneNode node("ReverseSequence", 10);
  node.input(tensor<float>({1, 2}, {1, 2})).input(tensor<std::int64_t>({2}, {1, 2}));
  const auto computed = node.run();
  REQUIRE(!computed.ok());
  CHECK(computed.error().text.find("sequence 1 would have 2 of 1 steps") != std::string::npos);
  OneNode axes("ReverseSequence", 10);
  axes.input(tensor<float>({1, 2}, {1, 2})).input(tensor<std::int64_t>({2}, {1, 1})).attr("time_axis", 1);
  CHECK(
      axes.inferred().error().text ==
      "ReverseSequence node 'n0' (output 'out0'): its batch_axis and time_axis must be 0 and 1, or 1 and 0");
}

TEST_CASE("ReverseSequence: what follows the two axes moves whole") {
  OneNode node("ReverseSequence", 10);
  node.input(tensor<float>({2, 1, 2}, {1, 2, 3, 4})).input(tensor<std::int64_t>({1}, {2}));
  CHECK(near(node.run().value()[0], tensor<float>({2, 1, 2}, {3, 4, 1, 2})));
}
