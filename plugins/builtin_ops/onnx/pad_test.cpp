// Pad: which layers it becomes, and what it refuses.
#include <cmath>

#include <doctest/doctest.h>

#include "tests/support/operator_testing.hpp"

using byom::tensor;
using byom::testing::near;
using byom::testing::OneNode;

namespace {
OneNode pad(const std::vector<std::int64_t>& pads, std::int64_t opset = 13) {
  OneNode node("Pad", opset);
  node.input(tensor<float>({1, 1, 2, 2}, {1, 2, 3, 4})).constant(tensor<std::int64_t>({8}, pads));
  return node;
}
}  // namespace

TEST_CASE("Pad: zeros round an image are ZeroPadding2D, other numbers and axes ops.Pad") {
  CHECK(pad({0, 0, 1, 0, 0, 0, 0, 2}).layers().value() ==
        "ZeroPadding2D{padding=[[1,0],[0,2]], data_format=channels_first}");
  CHECK(pad({0, 1, 0, 0, 0, 0, 0, 0}).layers().value() == "ops.Pad{pad_width=[[0,0],[1,0],[0,0],[0,0]]}");
  OneNode number = pad({0, 0, 1, 0, 0, 0, 0, 0});
  number.constant(tensor<float>({}, {2.5F}));
  CHECK(number.layers().value() == "ops.Pad{pad_width=[[0,0],[0,0],[1,0],[0,0]], constant_values=2.5}");
}

TEST_CASE("Pad: infinity, which no Keras file holds, becomes the farthest number of its type") {
  OneNode floats = pad({0, 0, 1, 0, 0, 0, 0, 0});
  floats.constant(tensor<float>({}, {-INFINITY}));
  CHECK(floats.layers().value() ==
        "ops.Pad{pad_width=[[0,0],[0,0],[1,0],[0,0]], constant_values=-3.4028235e+38}");
  OneNode old("Pad", 2);
  old.input(tensor<float>({1, 2}, {1, 2})).attr("pads", std::vector<std::int64_t>{0, 1, 0, 0});
  old.attr("value", INFINITY);
  CHECK(old.layers().value() == "ops.Pad{pad_width=[[0,0],[1,0]], constant_values=3.4028235e+38}");
}

TEST_CASE("Pad: a mirror is ops.Pad, edges and repetitions are picked cell by cell") {
  OneNode mirror = pad({0, 0, 1, 0, 0, 0, 0, 1});
  mirror.attr("mode", "reflect");
  CHECK(mirror.layers().value() == "ops.Pad{pad_width=[[0,0],[0,0],[1,0],[0,1]], mode=reflect}");
  OneNode edge = pad({0, 0, 1, 0, 0, 0, 0, 0});
  edge.attr("mode", "edge");
  CHECK(edge.layers().value().rfind("ops.Take{axis=2, indices=", 0) == 0);
  CHECK(near(edge.run_converted().value()[0], tensor<float>({1, 1, 3, 2}, {1, 2, 1, 2, 3, 4})));
  OneNode wrap = pad({0, 0, 0, 1, 0, 0, 0, 0}, 19);
  wrap.attr("mode", "wrap");
  CHECK(near(wrap.run_converted().value()[0], tensor<float>({1, 1, 2, 3}, {2, 1, 2, 4, 3, 4})));
}

TEST_CASE("Pad: negative pads take cells away first") {
  OneNode node = pad({0, 0, -1, 0, 0, 0, 1, 0});
  const auto layers = node.layers();
  REQUIRE(layers.ok());
  CHECK(layers->rfind("ops.GetItem{", 0) == 0);
  CHECK(layers->find("ZeroPadding2D{padding=[[0,1],[0,0]]") != std::string::npos);
  CHECK(near(node.run_converted().value()[0], tensor<float>({1, 1, 2, 2}, {3, 4, 0, 0})));
}

TEST_CASE("Pad: the batch, computed numbers and unknown modes are refused") {
  OneNode batch = pad({1, 0, 0, 0, 0, 0, 0, 0});
  CHECK(batch.free_batch().refusal() == "Pad node 'n0' (output 'out0'): it pads axis 0: it mixes samples");
  OneNode computed = pad({0, 0, 1, 0, 0, 0, 0, 0});
  computed.input(tensor<float>({}, {1}));
  CHECK(computed.refusal() == "Pad node 'n0' (output 'out0'): input 'constant_value' must be a constant");
  OneNode wrap = pad({0, 0, 1, 0, 0, 0, 0, 0}, 18);
  wrap.attr("mode", "wrap");
  CHECK(wrap.refusal() == "Pad node 'n0' (output 'out0'): attribute 'mode' has the unknown value 'wrap'");
}
