// Reshape: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("Reshape: a layer of both dialects") {
  CHECK(form("Reshape", 3) == "layer keras.layers.Reshape");
  CHECK(form("Reshape", 2) == "layer keras.layers.Reshape");
}

TEST_CASE("Reshape: samples keep their number of elements") {
  OneNode node("Reshape", 1, "keras");
  node.input(tensor<float>({2, 3}, std::vector<float>(6))).attr("target_shape", std::vector<std::int64_t>{2});
  const auto result = node.run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("target_shape holds another number of elements than a sample") !=
        std::string::npos);
}

TEST_CASE("Reshape: the batch stays free") {
  OneNode node("Reshape", 1, "keras");
  node.input(tensor<float>({2, 6}, std::vector<float>(12)))
      .attr("target_shape", std::vector<std::int64_t>{3, -1});
  CHECK(node.free_batch().inferred().value() == "float[N,3,2]");
}

TEST_CASE("Reshape: a scalar and a second -1 are refused") {
  OneNode scalar("Reshape", 1, "keras"), twice("Reshape", 1, "keras");
  scalar.input(tensor<float>({}, {1})).attr("target_shape", std::vector<std::int64_t>{1});
  twice.input(tensor<float>({1, 4}, {1, 2, 3, 4})).attr("target_shape", std::vector<std::int64_t>{-1, -1});
  CHECK(!scalar.run().ok());
  CHECK(!twice.run().ok());
}
