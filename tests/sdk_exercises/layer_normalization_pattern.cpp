// Decomposed LayerNormalization, as exporters before opset 17 write it, as a pattern that one operator
// replaces.
#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;

// The replacement gets what the text binds, in order of first appearance; what the text fixes (axis -1,
// exponent 2) needs no attribute.
Schema schema() {
  Schema s("acme", "FusedLayerNormalization", {1});
  s.doc("(x - mean) / sqrt(variance + epsilon) * scale + bias over the last axis.");
  s.input("x", "float", "[..., n]")
      .input("epsilon", "float", "a scalar")
      .input("scale", "float", "[n]")
      .input("bias", "float", "[n]");
  s.output("y", "shape of x");
  return s;
}

// The text says nothing of shapes: a scale that stretches over other axes is no layer normalization.
Result<Done> accept(const Node& node) {
  const Desc x = node.input(0);
  for (const std::size_t i : {2U, 3U}) {
    const Desc weight = node.input(i);
    if (x.rank() == 0 || weight.rank() != 1 || !(weight.dims[0] == x.dims.back()))
      return Node::decline("scale and bias are not one number for each element of the last axis");
  }
  return done;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  return Descs{{x.dtype, x.dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc x = node.input(0), epsilon = node.input(1), scale = node.input(2), bias = node.input(3);
  const std::vector<std::int64_t> last{x.rank() - 1};
  return Vals{keras.layer("LayerNormalization",
                          {{"axis", last}, {"epsilon", *static_cast<const float*>(epsilon.known->data)}},
                          {keras.input(0)}, {Weight(scale.known), Weight(bias.known)})};
}
}  // namespace

BYOM_PLUGIN("exercise.layer-normalization", "1.0.0",
            {Op(schema()).accept(accept).infer(infer).translate(translate)},
            {{R"(mean = ReduceMean(x) {axes=[-1]}
                 d = Sub(x, mean)
                 variance = ReduceMean(Pow(d, 2.0)) {axes=[-1]}
                 y = Add(Mul(Div(d, Sqrt(Add(variance, ?epsilon))), ?scale), ?bias))",
              "acme", "FusedLayerNormalization"}})
