// ReLU: max(x, 0), with slope, limit and threshold.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"

namespace byom::op_keras_re_lu {
namespace {

Schema schema() {
  Schema s = keras_layer("ReLU");
  s.doc("f(x) = max_value for x >= max_value, x for x > threshold, else negative_slope * (x - threshold).")
      .layout(Layout::transparent);
  s.input("inputs", "float", "any shape").output("outputs", "shape of inputs");
  s.attr("negative_slope", 0.0F, "slope below the threshold").attr("threshold", 0.0F, "where the slope ends");
  s.attr_of(BYOM_ATTR_FLOAT, "max_value", "upper bound; none: open").optional();
  s.example("slope", {{"negative_slope", 0.5F}}, {tensor<float>({2}, {-2, 3})},
            {tensor<float>({2}, {-1, 3})});
  s.example("ReLU6", {{"max_value", 6.0F}}, {tensor<float>({3}, {-2, 3, 9})},
            {tensor<float>({3}, {0, 3, 6})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  const float slope = node.real("negative_slope"), threshold = node.real("threshold");
  const bool bounded = node.has("max_value");
  const float limit = bounded ? node.real("max_value") : 0;
  return map_elements<Types<float>>(io, [=](float x) {
    // As Keras computes it: at the threshold itself the slope holds; NaN stays.
    const float y = x > threshold || std::isnan(x) ? x : slope == 0 ? 0 : slope * (x - threshold);
    return bounded && y > limit ? limit : y;
  });
}
}  // namespace

BYOM_OP(keras_re_lu) {
  return Op(schema()).infer(same_as_first).kernel(compute).layer(Layer().both("ReLU"));
}

}  // namespace byom::op_keras_re_lu
