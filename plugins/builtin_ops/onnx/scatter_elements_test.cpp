// ScatterElements: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ScatterElements: updates of one place are added, and an unknown reduction is refused") {
  OneNode node("ScatterElements", 16);
  node.input(tensor<std::int32_t>({2}, {1, 2})).input(tensor<std::int64_t>({2}, {0, 0}));
  node.input(tensor<std::int32_t>({2}, {5, 6}));
  OneNode unknown = node;
  CHECK(near(node.attr("reduction", "add").run().value()[0], tensor<std::int32_t>({2}, {12, 2})));
  const auto refused = unknown.attr("reduction", "median").run();
  REQUIRE(!refused.ok());
  CHECK(refused.error().text.find("attribute 'reduction' has the unknown value 'median'") !=
        std::string::npos);
}

TEST_CASE("ScatterElements: updates have the shape of the indices") {
  OneNode node("ScatterElements", 13);
  node.input(tensor<float>({2}, {1, 2}))
      .input(tensor<std::int64_t>({1}, {0}))
      .input(tensor<float>({2}, {5, 6}));
  CHECK(node.inferred().error().text ==
        "ScatterElements node 'n0' (output 'out0'): its updates do not have the shape of its indices");
}
