// AveragePool: which layers it becomes, and what it refuses.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
using Ints = std::vector<std::int64_t>;

OneNode pool(const Ints& kernel, const Ints& strides, const Ints& pads) {
  OneNode node("AveragePool", 19);
  node.input(tensor<float>({1, 1, 1, 4}, {2, 4, 6, 12}));
  node.attr("kernel_shape", kernel).attr("strides", strides).attr("pads", pads);
  return node;
}
}  // namespace

TEST_CASE("AveragePool: padding that does not count is Keras's same") {
  OneNode node = pool({1, 3}, {1, 1}, {0, 1, 0, 1});
  CHECK(node.layers().value() ==
        "AveragePooling2D{pool_size=[1,3], strides=[1,1], padding=same, data_format=channels_first}");
}

TEST_CASE("AveragePool: padding that counts is a layer of zeros") {
  OneNode node = pool({1, 3}, {1, 1}, {0, 1, 0, 1});
  node.attr("count_include_pad", std::int64_t{1});
  CHECK(node.layers().value() ==
        "ZeroPadding2D{padding=[[0,0],[1,1]], data_format=channels_first} "
        "AveragePooling2D{pool_size=[1,3], strides=[1,1], padding=valid, data_format=channels_first}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 1, 4}, {2, 4, 22.0F / 3, 6})));
}

TEST_CASE("AveragePool: where neither fits, the mean over zeros is scaled up") {
  OneNode node = pool({1, 2}, {1, 2}, {0, 1, 0, 1});
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->find("ops.Multiply{x2=") != std::string::npos);
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 1, 3}, {2, 5, 12})));
}

TEST_CASE("AveragePool: dilations have no layer") {
  OneNode node = pool({1, 2}, {1, 1}, {0, 0, 0, 0});
  node.attr("dilations", Ints{1, 2});
  CHECK(node.refusal() ==
        "AveragePool node 'n0' (output 'out0'): attribute 'dilations' is above 1; Keras has no such pool");
}

TEST_CASE("AveragePool: padding in which a whole window fits is refused") {
  OneNode node = pool({1, 2}, {1, 1}, {0, 2147483647, 0, 1});
  CHECK(node.refusal() ==
        "AveragePool node 'n0' (output 'out0'): attribute 'pads' adds 2147483647 cells at one end of axis 3, "
        "where a window spans 2; padding must be smaller");
}
