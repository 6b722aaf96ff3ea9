// ops.GetItem: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ops.GetItem: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.GetItem", 3) == "operation keras.src.ops.numpy.GetItem key as argument");
  CHECK(form("ops.GetItem", 2) == "custom OpsGetItem");
}

TEST_CASE("ops.GetItem: an axis without number may only stay whole") {
  OneNode node("ops.GetItem", 1, "keras");
  node.input(tensor<float>({2, 2}, {1, 2, 3, 4})).attr("key", std::vector<std::int64_t>{1});
  CHECK(near(node.run().value()[0], tensor<float>({2}, {3, 4})));
  const auto inferred = node.free_batch().inferred();
  REQUIRE(!inferred.ok());
  CHECK(inferred.error().text.find("its key takes apart an axis of free extent") != std::string::npos);
}

TEST_CASE("ops.GetItem: a number outside the axis is refused") {
  OneNode node("ops.GetItem", 1, "keras");
  node.input(tensor<float>({2}, {1, 2})).attr("key", std::vector<std::int64_t>{-3});
  const auto result = node.run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("its key names cell -3 of 2") != std::string::npos);
}
