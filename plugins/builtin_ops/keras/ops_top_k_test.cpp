// ops.TopK: how it stands in Keras's files.
#include <cmath>

#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ops.TopK: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.TopK", 3) == "operation keras.src.ops.math.TopK");
  CHECK(form("ops.TopK", 2) == "custom OpsTopK");
}

TEST_CASE("ops.TopK: more than there is cannot be taken") {
  OneNode node("ops.TopK", 1, "keras");
  node.input(tensor<float>({1, 2}, {1, 2})).attr("k", 3).outputs(2);
  const auto result = node.run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("the last axis has no 3 cells") != std::string::npos);
}

TEST_CASE("ops.TopK: the places alone may be wanted, and NaN is larger than every number") {
  OneNode node("ops.TopK", 1, "keras");
  node.input(tensor<float>({3}, {1, NAN, INFINITY})).attr("k", 2).outputs(2);
  CHECK(near(node.run().value()[1], tensor<std::int32_t>({2}, {1, 2})));
}
