// Permute: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Permute: a layer of both dialects") {
  CHECK(form("Permute", 3) == "layer keras.layers.Permute");
  CHECK(form("Permute", 2) == "layer keras.layers.Permute");
}

TEST_CASE("Permute: dims must name every axis behind the batch") {
  OneNode node("Permute", 1, "keras");
  node.input(tensor<float>({1, 2, 3}, std::vector<float>(6))).attr("dims", std::vector<std::int64_t>{2, 2});
  CHECK(!node.run().ok());
}

TEST_CASE("Permute: bytes move as well as floats") {
  OneNode node("Permute", 1, "keras");
  node.input(tensor<std::uint8_t>({1, 2, 2}, {1, 2, 3, 4})).attr("dims", std::vector<std::int64_t>{2, 1});
  CHECK(near(node.run().value()[0], tensor<std::uint8_t>({1, 2, 2}, {1, 3, 2, 4})));
}
