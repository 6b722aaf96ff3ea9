// ThresholdedRelu: x where it is above alpha, else 0.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_thresholded_relu {
namespace {

Schema schema() {
  Schema s = unary_schema("ThresholdedRelu", {10, 22}, "x where it is above alpha, else 0.", floating);
  s.attr("alpha", 1.0F, "the threshold, which itself gives 0");
  s.example("alpha left out", {}, {tensor<float>({3}, {0.5F, 1, 2})}, {tensor<float>({3}, {0, 0, 2})});
  s.example("alpha 0.25", {{"alpha", 0.25F}}, {tensor<float>({3}, {-3, 0.5F, 0.25F})},
            {tensor<float>({3}, {0, 0.5F, 0})});
  return s;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const float alpha = node.real("alpha");
  if (alpha < 0) return Node::fail("attribute 'alpha' is negative: Keras's ReLU takes no negative threshold");
  return Vals{keras.layer("ReLU", {{"threshold", alpha}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  const float alpha = node.real("alpha");
  return map_each<AllFloats>(io, [alpha](auto x) { return x > decltype(x)(alpha) ? x : decltype(x){0}; });
}
}  // namespace

BYOM_OP(thresholded_relu) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_thresholded_relu
