// Conv2D: how it stands in Keras's files.
#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("Conv2D: a layer of both dialects") {
  CHECK(form("Conv2D", 3) == "layer keras.layers.Conv2D");
  CHECK(form("Conv2D", 2) == "layer keras.layers.Conv2D");
}

TEST_CASE("Conv2D: strides and dilation along the last axis") {
  OneNode node("Conv2D", 1, "keras");
  node.input(tensor<float>({1, 1, 1, 4}, {1, 2, 3, 4})).constant(tensor<float>({1, 2, 1, 1}, {10, 1}));
  node.attr("filters", 1).attr("kernel_size", std::vector<std::int64_t>{1, 2}).attr("use_bias", false);
  node.attr("data_format", "channels_first");
  OneNode spread = node;
  node.attr("strides", std::vector<std::int64_t>{1, 2});
  CHECK(near(node.run().value()[0], tensor<float>({1, 1, 1, 2}, {12, 34})));
  spread.attr("dilation_rate", std::vector<std::int64_t>{1, 2});
  CHECK(near(spread.run().value()[0], tensor<float>({1, 1, 1, 2}, {13, 24})));
}

TEST_CASE("Conv2D: channels_last is refused") {
  OneNode node("Conv2D", 1, "keras");
  node.input(tensor<float>({1, 1, 1, 4}, {1, 2, 3, 4})).constant(tensor<float>({1, 2, 1, 1}, {10, 1}));
  node.attr("filters", 1).attr("kernel_size", std::vector<std::int64_t>{1, 2}).attr("use_bias", false);
  CHECK(!node.run().ok());
}
