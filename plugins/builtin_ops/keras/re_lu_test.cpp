// ReLU: how it stands in Keras's files.
#include <cmath>

#include "plugins/builtin_ops/shared/form_testing.hpp"

using byom::tensor;
using byom::testing::form;
using byom::testing::near;
using byom::testing::OneNode;

TEST_CASE("ReLU: a layer of both dialects") {
  CHECK(form("ReLU", 3) == "layer keras.layers.ReLU");
  CHECK(form("ReLU", 2) == "layer keras.layers.ReLU");
}

TEST_CASE("ReLU: below the threshold the slope counts from there") {
  OneNode node("ReLU", 1, "keras");
  node.input(tensor<float>({3}, {1, 3, 9}))
      .attr("threshold", 2.0F)
      .attr("negative_slope", 0.5F)
      .attr("max_value", 8.0F);
  CHECK(near(node.run().value()[0], tensor<float>({3}, {-0.5F, 3, 8})));
}

TEST_CASE("ReLU: without a slope minus infinity becomes 0, not NaN") {
  OneNode node("ReLU", 1, "keras");
  node.input(tensor<float>({2}, {-INFINITY, INFINITY}));
  CHECK(near(node.run().value()[0], tensor<float>({2}, {0, INFINITY})));
}
