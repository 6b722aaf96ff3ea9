// SimpleRNN: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::OneNode;

TEST_CASE("SimpleRNN: a layer of both dialects") {
  CHECK(form("SimpleRNN", 3) == "layer keras.layers.SimpleRNN");
  CHECK(form("SimpleRNN", 2) == "layer keras.layers.SimpleRNN");
}

TEST_CASE("SimpleRNN: its input has three axes") {
  OneNode node("SimpleRNN", 1, "keras");
  node.input(tensor<float>({1, 1}, {1})).constant(tensor<float>({1, 1}, {0}));
  node.constant(tensor<float>({1, 1}, {0})).attr("units", 1).attr("use_bias", false);
  const auto made = node.run();
  REQUIRE(!made.ok());
  CHECK(made.error().text.find("its input must have the axes samples, steps and inputs") !=
        std::string::npos);
}
