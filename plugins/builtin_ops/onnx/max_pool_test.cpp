// MaxPool: which layers it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
using Ints = std::vector<std::int64_t>;

OneNode pool(const Ints& kernel, const Ints& strides, const Ints& pads) {
  OneNode node("MaxPool", 13);
  node.input(tensor<float>({1, 1, 4, 4}, {-9, -8, -7, -6, -5, -4, -3, -2, -1, -2, -3, -4, -5, -6, -7, -8}));
  node.attr("kernel_shape", kernel).attr("strides", strides).attr("pads", pads);
  return node;
}
}  // namespace

TEST_CASE("MaxPool: padding that Keras calls same needs no layer of its own") {
  OneNode node = pool({3, 3}, {1, 1}, {1, 1, 1, 1});
  CHECK(node.layers().value() ==
        "MaxPooling2D{pool_size=[3,3], strides=[1,1], padding=same, data_format=channels_first}");
}

TEST_CASE(
    "MaxPool: with a stride, all windows are pooled with padding same, then those on the stride are kept") {
  OneNode node = pool({3, 3}, {2, 2}, {1, 1, 1, 1});
  CHECK(node.layers().value() ==
        "MaxPooling2D{pool_size=[3,3], strides=[1,1], padding=same, data_format=channels_first} "
        "MaxPooling2D{pool_size=[1,1], strides=[2,2], padding=valid, data_format=channels_first}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 2, 2}, {-4, -2, -1, -2})));
}

TEST_CASE("MaxPool: other padding holds the lowest number, of which negative elements are never less") {
  OneNode node = pool({2, 2}, {2, 2}, {1, 1, 1, 1});
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->rfind("ops.Pad{pad_width=[[0,0],[0,0],[1,1],[1,1]], constant_values=-3.40282", 0) == 0);
  CHECK(near(node.run_converted().value()[0],
             tensor<float>({1, 1, 3, 3}, {-9, -7, -6, -1, -2, -2, -5, -6, -8})));
}

TEST_CASE("MaxPool: places and dilations have no layer") {
  OneNode places = pool({2, 2}, {2, 2}, {0, 0, 0, 0});
  CHECK(places.outputs(2).refusal() ==
        "MaxPool node 'n0' (output 'out0'): output 'Indices' is used; no Keras layer tells where the largest "
        "elements stand");
  OneNode dilated = pool({2, 2}, {1, 1}, {0, 0, 0, 0});
  dilated.attr("dilations", Ints{2, 1});
  CHECK(dilated.refusal() ==
        "MaxPool node 'n0' (output 'out0'): attribute 'dilations' is above 1; Keras has no such pool");
}

TEST_CASE("MaxPool: a window larger than the padded input is the model's fault") {
  OneNode node("MaxPool", 13);
  node.input(tensor<float>({1, 1, 3}, {1, 2, 3})).attr("kernel_shape", Ints{6});
  node.attr("pads", Ints{1, 1});
  CHECK(
      node.refusal() ==
      "MaxPool node 'n0' (output 'out0'): its kernel spans 6 cells of axis 2, where the input has 3 and 2 of "
      "padding; the model needs a larger input");
}
