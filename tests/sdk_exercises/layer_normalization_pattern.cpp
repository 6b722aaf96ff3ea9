// Decomposed LayerNormalization, as exporters before opset 17 write it, as a pattern that one operator
// replaces.
#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;

// The replacement gets x, scale and bias; what the text fixes (axis -1, exponent 2) needs no attribute.
Schema schema() {
  Schema s("acme", "FusedLayerNormalization", {1});
  s.doc("(x - mean) / sqrt(variance + epsilon) * scale + bias over the last axis.");
  s.input("x", "float", "[..., n]")
      .input("scale", "float", "[n]")
      .input("bias", "float", "[n]")
      .input("epsilon", "float", "a scalar");
  s.output("y", "shape of x");
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  return Descs{{x.dtype, x.dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc scale = node.input(1), bias = node.input(2), epsilon = node.input(3);
  return Vals{keras.layer(
      "LayerNormalization",
      {{"axis", AttrValue::List{-1}}, {"epsilon", *static_cast<const float*>(epsilon.known->data)}},
      {keras.input(0)}, {Weight(scale.known), Weight(bias.known)})};
}
}  // namespace

BYOM_PLUGIN("exercise.layer-normalization", "1.0.0", {Op(schema()).infer(infer).translate(translate)},
            {{R"(mean = ReduceMean(x) {axes=[-1]}
                 d = Sub(x, mean)
                 variance = ReduceMean(Pow(d, 2.0)) {axes=[-1]}
                 y = Add(Mul(Div(d, Sqrt(Add(variance, ?epsilon))), ?scale), ?bias))",
              "acme", "FusedLayerNormalization"}})
