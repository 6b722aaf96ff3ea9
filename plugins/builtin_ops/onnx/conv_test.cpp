// Conv: what its worked examples cannot know.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::OneNode;

namespace {
std::vector<float> ramp(std::size_t n) {
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<float>(i % 7) - 3;
  return values;
}
}  // namespace

TEST_CASE("Conv: asymmetric padding becomes a layer of its own, and the batch stays free") {
  OneNode node("Conv", 13);
  node.input(tensor<float>({1, 2, 4, 5}, ramp(40))).constant(tensor<float>({3, 2, 3, 3}, ramp(54)));
  node.attr("pads", std::vector<std::int64_t>{0, 1, 1, 2}).free_batch();
  CHECK(node.inferred().value() == "float[N,3,3,6]");
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->find("ZeroPadding2D{padding=[[0,1],[1,2]]") == 0);
  CHECK(layers->find("Conv2D{filters=3") != std::string::npos);
}

TEST_CASE("Conv: a bias beside an output as wide as there are filters is kept apart by one more column") {
  OneNode node("Conv", 13);
  node.input(tensor<float>({1, 1, 2, 3}, ramp(6))).constant(tensor<float>({3, 1, 1, 1}, {1, 2, 3}));
  node.constant(tensor<float>({3}, {10, 20, 30}));
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->find("ZeroPadding2D{padding=[[0,0],[0,1]]") == 0);
  CHECK(layers->find("Cropping2D{cropping=[[0,0],[0,1]]") != std::string::npos);
  CHECK(byom::testing::near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("Conv: computed weights are refused by name") {
  OneNode node("Conv", 13);
  node.input(tensor<float>({1, 1, 3, 3}, ramp(9))).input(tensor<float>({1, 1, 1, 1}, {1}));
  CHECK(
      node.refusal() ==
      "Conv node 'n0' (output 'out0'): its weights are computed by the model; a Keras layer needs constants");
}

TEST_CASE("Conv: one channel in each group is a depthwise layer, of any multiple of filters") {
  OneNode node("Conv", 13);
  node.input(tensor<float>({1, 2, 2, 2}, ramp(8))).constant(tensor<float>({4, 1, 1, 2}, ramp(8)));
  node.attr("group", std::int64_t{2});
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->rfind("DepthwiseConv2D{kernel_size=[1,2]", 0) == 0);
  CHECK(layers->find("depth_multiplier=2") != std::string::npos);
  CHECK(byom::testing::near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("Conv: strides and dilations at once compute all windows and drop those between") {
  OneNode node("Conv", 13);
  node.input(tensor<float>({1, 1, 1, 5}, {1, 2, 4, 8, 16})).constant(tensor<float>({1, 1, 1, 2}, {1, 1}));
  node.attr("strides", std::vector<std::int64_t>{1, 2}).attr("dilations", std::vector<std::int64_t>{1, 2});
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->find("MaxPooling2D{pool_size=[1,1], strides=[1,2]") != std::string::npos);
  CHECK(byom::testing::near(node.run_converted().value()[0], tensor<float>({1, 1, 1, 2}, {5, 20})));
}

TEST_CASE("Conv: sequences are padded on their last axis") {
  OneNode node("Conv", 13);
  node.input(tensor<float>({1, 2, 2}, {1, 2, 3, 4})).constant(tensor<float>({1, 2, 2}, {1, 1, 1, 1}));
  node.attr("pads", std::vector<std::int64_t>{1, 0});
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->rfind("ops.Pad{pad_width=[[0,0],[0,0],[1,0]]}", 0) == 0);
  CHECK(byom::testing::near(node.run_converted().value()[0], tensor<float>({1, 1, 2}, {4, 10})));
}

TEST_CASE("Conv: channels that do not fit are told with both inputs' and the group") {
  OneNode node("Conv", 13);
  node.input(tensor<float>({1, 3, 4, 4}, ramp(48))).constant(tensor<float>({4, 5, 1, 1}, ramp(20)));
  CHECK(
      node.refusal() ==
      "Conv node 'n0' (output 'out0'): input 'X' has 3 channels, but the 4 filters of input 'W' take 5 each "
      "and attribute 'group' is 1");
}

TEST_CASE("Conv: a kernel larger than its input is the model's fault") {
  const auto refusal = [](std::int64_t kernel, std::int64_t stride, std::int64_t dilation) {
    OneNode node("Conv", 13);
    node.input(tensor<float>({1, 1, 4, 3}, ramp(12)));
    node.constant(tensor<float>({1, 1, 1, kernel}, ramp(static_cast<std::size_t>(kernel)))).free_batch();
    node.attr("strides", std::vector<std::int64_t>{1, stride});
    node.attr("dilations", std::vector<std::int64_t>{1, dilation});
    return node.refusal();
  };
  const std::string where = "Conv node 'n0' (output 'out0'): its kernel spans ";
  CHECK(refusal(6, 1, 1) ==
        where + "6 cells of axis 3, where the input has 3; the model needs a larger input");
  CHECK(refusal(4, 1, 1) ==
        where + "4 cells of axis 3, where the input has 3; the model needs a larger input");
  CHECK(refusal(4, 2, 1) ==
        where + "4 cells of axis 3, where the input has 3; the model needs a larger input");
  CHECK(refusal(3, 1, 2) ==
        where + "5 cells of axis 3, where the input has 3; the model needs a larger input");
}
