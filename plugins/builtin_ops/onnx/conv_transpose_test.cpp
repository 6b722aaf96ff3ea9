// ConvTranspose: which layers it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
using Ints = std::vector<std::int64_t>;

std::vector<float> counting(std::size_t n) {
  std::vector<float> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<float>(i % 7) - 3;
  return values;
}

// x [1, 2, 2, 3], two filters or two for each group.
OneNode transpose(const Ints& kernel, std::int64_t group = 1) {
  OneNode node("ConvTranspose", 13);
  const std::int64_t per_group = 2;
  node.input(tensor<float>({1, 2, 2, 3}, counting(12)));
  node.constant(tensor<float>({2, per_group, kernel[0], kernel[1]},
                              counting(static_cast<std::size_t>(4 * kernel[0] * kernel[1]))));
  if (group > 1) node.attr("group", group);
  return node;
}

bool starts(const byom::Result<std::string>& layers, const std::string& with) {
  return layers && layers->rfind(with, 0) == 0;
}
bool has(const byom::Result<std::string>& layers, const std::string& part) {
  return layers && layers->find(part) != std::string::npos;
}
}  // namespace

TEST_CASE("ConvTranspose: padding that Keras calls same is one layer") {
  OneNode node = transpose({4, 4});
  node.attr("strides", Ints{2, 2}).attr("pads", Ints{1, 1, 1, 1});
  CHECK(starts(node.layers(), "Conv2DTranspose{filters=2, kernel_size=[4,4], strides=[2,2], padding=same"));
  CHECK(!has(node.layers(), "Cropping2D"));
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("ConvTranspose: other padding is cropped, and a bias beside an output as wide kept apart") {
  OneNode node = transpose({3, 3});
  node.attr("strides", Ints{2, 2}).attr("pads", Ints{1, 1, 1, 1}).attr("output_padding", Ints{1, 1});
  CHECK(has(node.layers(), "Cropping2D{cropping=[[1,0],[1,0]]"));
  OneNode wide("ConvTranspose", 13);
  wide.input(tensor<float>({1, 1, 1, 2}, {1, 2}))
      .constant(tensor<float>({1, 2, 1, 1}, {3, 5}))
      .constant(tensor<float>({2}, {10, 20}));
  CHECK(starts(wide.layers(), "ZeroPadding2D{padding=[[0,0],[0,1]]"));
  CHECK(has(wide.layers(), "Cropping2D{cropping=[[0,0],[0,1]]"));
  CHECK(near(wide.run_converted().value()[0], tensor<float>({1, 2, 1, 2}, {13, 16, 25, 30})));
}

TEST_CASE("ConvTranspose: groups become a grouped convolution of the input with zeros between its cells") {
  OneNode node = transpose({3, 2}, 2);
  node.attr("strides", Ints{2, 3}).attr("pads", Ints{1, 0, 0, 1});
  CHECK(has(node.layers(), " Conv2D{kernel_size=[3,2], strides=[1,1]") == false);
  CHECK(has(node.layers(), "DepthwiseConv2D{kernel_size=[3,2], strides=[1,1]"));
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("ConvTranspose: strides and dilations at once") {
  OneNode node = transpose({2, 2});
  node.attr("strides", Ints{2, 1}).attr("dilations", Ints{1, 2});
  CHECK(near(node.run_converted().value()[0], node.run().value()[0]));
}

TEST_CASE("ConvTranspose: a sequence is cropped by a slice") {
  OneNode node("ConvTranspose", 13);
  node.input(tensor<float>({1, 1, 3}, {1, 2, 3}))
      .constant(tensor<float>({1, 1, 2}, {1, 10}))
      .attr("pads", Ints{1, 1});
  CHECK(starts(node.layers(), "Conv1DTranspose{"));
  CHECK(has(node.layers(), "ops.GetItem{"));
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 2}, {12, 23})));
}

TEST_CASE("ConvTranspose: computed weights and groups that do not fit are refused") {
  OneNode computed("ConvTranspose", 13);
  computed.input(tensor<float>({1, 1, 3, 3}, counting(9))).input(tensor<float>({1, 1, 1, 1}, {1}));
  CHECK(computed.refusal() ==
        "ConvTranspose node 'n0' (output 'out0'): its weights are computed by the model; a Keras layer needs "
        "constants");
  CHECK(transpose({1, 1}, 3).refusal() ==
        "ConvTranspose node 'n0' (output 'out0'): input 'X' has 2 channels, but input 'W' takes 2 and "
        "attribute 'group' is 3");
}

TEST_CASE("ConvTranspose: paddings that take everything away are the model's fault") {
  OneNode node("ConvTranspose", 13);
  node.input(tensor<float>({1, 1, 1}, {1}))
      .constant(tensor<float>({1, 1, 2}, {1, 10}))
      .attr("pads", Ints{2, 1});
  CHECK(
      node.refusal() ==
      "ConvTranspose node 'n0' (output 'out0'): axis 2 of its output would have the extent -1: 'pads' takes "
      "away all that the kernel makes");
}
