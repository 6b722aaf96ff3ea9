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

TEST_CASE("Conv2D: what no window can be is refused by name") {
  OneNode node("Conv2D", 1, "keras");
  node.input(tensor<float>({1, 1, 1, 4}, {1, 2, 3, 4})).constant(tensor<float>({1, 2, 1, 1}, {10, 1}));
  node.attr("filters", 1).attr("kernel_size", std::vector<std::int64_t>{1, 2}).attr("use_bias", false);
  node.attr("data_format", "channels_first");
  const auto error = [](OneNode& changed) {
    const auto result = changed.run();
    return result.ok() ? std::string() : result.error().text;
  };
  OneNode none = node, still = node, groups = node;
  none.attr("strides", std::vector<std::int64_t>());
  still.attr("dilation_rate", std::vector<std::int64_t>{0, 1});
  groups.attr("groups", 0);
  CHECK(error(none).find("attribute 'strides' has 0 numbers where 2 are needed") != std::string::npos);
  CHECK(error(still).find("attribute 'dilation_rate' has the impossible value 0") != std::string::npos);
  CHECK(error(groups).find("attribute 'groups' is 0, which does not divide 1 channels and 1 filters") !=
        std::string::npos);
}

TEST_CASE("Conv2D: a scalar has no channels") {
  OneNode node("Conv2D", 1, "keras");
  node.input(tensor<float>({}, {1})).constant(tensor<float>({1, 1, 1, 1}, {10}));
  node.attr("filters", 1).attr("kernel_size", std::vector<std::int64_t>{1, 1}).attr("use_bias", false);
  const auto result = node.attr("data_format", "channels_first").run();
  REQUIRE(!result.ok());
  CHECK(result.error().text.find("the input has rank 0") != std::string::npos);
}
