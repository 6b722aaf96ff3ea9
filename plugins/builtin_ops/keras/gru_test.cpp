// GRU: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("GRU: a layer of both dialects") {
  CHECK(form("GRU", 3) == "layer keras.layers.GRU");
  CHECK(form("GRU", 2) == "layer keras.layers.GRU");
}

TEST_CASE("GRU: a bias of one row does not serve the reset behind the product") {
  OneNode node("GRU", 1, "keras");
  node.input(tensor<float>({1, 1, 1}, {1})).constant(tensor<float>({1, 3}, {0, 0, 0}));
  node.constant(tensor<float>({1, 3}, {0, 0, 0})).constant(tensor<float>({3}, {0, 0, 0})).attr("units", 1);
  const auto made = node.run();
  REQUIRE(!made.ok());
  CHECK(made.error().text.find("the shapes of its weights do not fit the input and units") !=
        std::string::npos);
}
