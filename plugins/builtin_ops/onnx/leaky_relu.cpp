// LeakyRelu: x, below zero alpha * x.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_leaky_relu {
namespace {

Schema schema() {
  Schema s = unary_schema("LeakyRelu", {6, 16}, "x, below zero alpha * x.", floating);
  s.attr("alpha", 0.01F, "the slope below zero");
  s.example("alpha left out", {}, {tensor<float>({3}, {-1, 0, 2})}, {tensor<float>({3}, {-0.01F, 0, 2})});
  s.example("alpha 0.5", {{"alpha", 0.5F}}, {tensor<float>({2}, {-3, 3})}, {tensor<float>({2}, {-1.5F, 3})});
  return s;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const float alpha = node.real("alpha");
  if (alpha < 0) return Node::fail("attribute 'alpha' is negative: Keras's ReLU takes no negative slope");
  return Vals{keras.layer("ReLU", {{"negative_slope", alpha}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  const float alpha = node.real("alpha");
  return map_each<AllFloats>(io, [alpha](auto x) { return x < 0 ? x * decltype(x)(alpha) : x; });
}
}  // namespace

BYOM_OP(leaky_relu) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_leaky_relu
