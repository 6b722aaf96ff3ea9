// ops.TakeAlongAxis: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("ops.TakeAlongAxis: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.TakeAlongAxis", 3) == "operation keras.src.ops.numpy.TakeAlongAxis");
  CHECK(form("ops.TakeAlongAxis", 2) == "custom OpsTakeAlongAxis of a list");
}

TEST_CASE("ops.TakeAlongAxis: an index outside the axis is refused") {
  OneNode node("ops.TakeAlongAxis", 1, "keras");
  node.input(tensor<float>({1, 2}, {1, 2})).input(tensor<std::int64_t>({1, 1}, {2})).attr("axis", 1);
  const auto result = node.run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("index 2 is outside an axis of 2 cells") != std::string::npos);
}
