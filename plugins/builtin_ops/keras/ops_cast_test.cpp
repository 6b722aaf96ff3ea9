// ops.Cast: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("ops.Cast: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Cast", 3) == "operation keras.src.ops.core.Cast");
  CHECK(form("ops.Cast", 2) == "custom OpsCast");
}

TEST_CASE("ops.Cast: an unknown name of a type is refused") {
  OneNode node("ops.Cast", 1, "keras");
  node.input(tensor<float>({1}, {1})).attr("dtype", "float8");
  const auto result = node.run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("'float8' is no element type") != std::string::npos);
}
