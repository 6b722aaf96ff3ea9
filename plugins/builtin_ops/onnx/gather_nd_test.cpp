// GatherND: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

TEST_CASE("GatherND: samples have no coordinates, but may run side by side") {
  OneNode node("GatherND", 13);
  node.input(tensor<float>({1, 3}, {1, 2, 3})).input(tensor<std::int64_t>({1, 1}, {2})).free_batch();
  OneNode beside = node;
  CHECK(node.inferred().error().text ==
        "GatherND node 'n0' (output 'out0'): it addresses the batch: it mixes samples");
  CHECK(beside.attr("batch_dims", 1).inferred().value() == "float[N]");
}

TEST_CASE("GatherND: coordinates outside an axis and too many of them are refused") {
  OneNode node("GatherND", 13);
  node.input(tensor<float>({2}, {1, 2})).input(tensor<std::int64_t>({1, 1}, {2}));
  const auto computed = node.run();
  REQUIRE(!computed.ok());
  CHECK(computed.error().text.find("index 2 is outside axis 0 of 2 cells") != std::string::npos);
  OneNode many("GatherND", 13);
  many.input(tensor<float>({2}, {1, 2})).input(tensor<std::int64_t>({1, 2}, {0, 0}));
  CHECK(many.inferred().error().text ==
        "GatherND node 'n0' (output 'out0'): its indices have more coordinates than the data has axes");
}
