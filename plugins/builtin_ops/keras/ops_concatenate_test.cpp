// ops.Concatenate: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("ops.Concatenate: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Concatenate", 3) == "operation keras.src.ops.numpy.Concatenate of a list");
  CHECK(form("ops.Concatenate", 2) == "custom OpsConcatenate of a list");
}

TEST_CASE("ops.Concatenate: tensors that differ beside the axis are refused") {
  OneNode node("ops.Concatenate", 1, "keras");
  node.input(tensor<float>({1, 2}, {1, 2})).input(tensor<float>({1, 1}, {1})).attr("axis", 0);
  const auto result = node.run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("input 1 differs from input 0 in axis 1") != std::string::npos);
}
