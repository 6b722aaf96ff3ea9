// LpPool: which layers it becomes, and that padding adds nothing.
#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
using Ints = std::vector<std::int64_t>;

OneNode lp_pool(const Ints& kernel, const Ints& strides, const Ints& pads) {
  OneNode node("LpPool", 18);
  node.input(tensor<float>({1, 1, 1, 4}, {3, -4, 0, 2}));
  node.attr("kernel_shape", kernel).attr("strides", strides).attr("pads", pads).free_batch();
  return node;
}
}  // namespace

TEST_CASE("LpPool: is the root of a mean times the cells of a window") {
  OneNode node = lp_pool({1, 2}, {1, 2}, {0, 0, 0, 0});
  CHECK(node.layers().value() ==
        "ops.Square{} AveragePooling2D{pool_size=[1,2], strides=[1,2], padding=valid, "
        "data_format=channels_first} Rescaling{scale=2, offset=0} ops.Sqrt{}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 1, 2}, {5, 2})));
}

TEST_CASE("LpPool: padding is a layer of zeros, for Keras's same leaves it out of the mean") {
  OneNode node = lp_pool({1, 3}, {1, 1}, {0, 1, 0, 1});
  node.attr("p", std::int64_t{1});
  CHECK(node.layers().value() ==
        "ops.Absolute{} ZeroPadding2D{padding=[[0,0],[1,1]], data_format=channels_first} "
        "AveragePooling2D{pool_size=[1,3], strides=[1,1], padding=valid, data_format=channels_first} "
        "Rescaling{scale=3, offset=0}");
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 1, 4}, {7, 7, 6, 2})));
}

TEST_CASE("LpPool: a window that ceil_mode adds sees zeros behind the padding") {
  OneNode node = lp_pool({1, 3}, {1, 2}, {0, 0, 0, 0});
  node.attr("ceil_mode", std::int64_t{1});
  CHECK(near(node.run().value()[0], tensor<float>({1, 1, 1, 2}, {5, 2})));
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 1, 2}, {5, 2})));
}

TEST_CASE("LpPool: the first version has a real order") {
  OneNode node("LpPool", 1);
  node.input(tensor<float>({1, 1, 2}, {3, -4})).attr("kernel_shape", Ints{2});
  CHECK(near(node.run().value()[0], tensor<float>({1, 1, 1}, {5})));
}

TEST_CASE("LpPool: dilations have no layer") {
  OneNode node = lp_pool({1, 2}, {1, 1}, {0, 0, 0, 0});
  node.attr("dilations", Ints{1, 2});
  CHECK(node.refusal() ==
        "LpPool node 'n0' (output 'out0'): attribute 'dilations' is above 1; Keras has no such pool");
}
