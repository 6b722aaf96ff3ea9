// ops.Transpose: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("ops.Transpose: an operation of Keras 3, a class of ours in Keras 2") {
  CHECK(form("ops.Transpose", 3) == "operation keras.src.ops.numpy.Transpose");
  CHECK(form("ops.Transpose", 2) == "custom OpsTranspose");
}

TEST_CASE("ops.Transpose: an order that leaves an axis out is refused") {
  OneNode node("ops.Transpose", 1, "keras");
  node.input(tensor<float>({1, 2, 3}, std::vector<float>(6))).attr("axes", std::vector<std::int64_t>{0, 1});
  const auto result = node.run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("its order of axes does not name each of the 3 axes once") !=
        std::string::npos);
}
