// Erf brought by the user, and the Keras layer it becomes.
#include <algorithm>
#include <cmath>

#include <byom/op.hpp>

namespace {
using namespace byom;

// One text for the ONNX operator and the layer: both take a tensor and have no attributes.
Schema described(Schema s) {
  s.doc("The error function of each element.").layout(Layout::transparent);
  s.input("input", "float", "any shape").output("output", "shape of the input");
  s.example("both signs", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 0.8427008F, -0.8427008F})});
  s.example("empty", {}, {tensor<float>({0}, {})}, {tensor<float>({0}, {})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.dtype != BYOM_FLOAT) return Node::fail("only tensors of type float are served");
  return Descs{{x.dtype, x.dims}};
}

Result<Vals> translate(const Node&, Keras& keras) {
  return Vals{keras.custom("acme", "ERFLayer", {}, {keras.input(0)})};
}

Result<Done> compute(const Node&, Io& io) {
  std::ranges::transform(io.in<float>(0), io.out<float>(0).begin(), [](float x) { return std::erf(x); });
  return done;
}
}  // namespace

BYOM_OP(erf) {
  return Op(described(onnx("Erf", {9, 13}))).infer(infer).translate(translate).kernel(compute);
}

BYOM_OP(erf_layer) {
  return Op(described(Schema("acme", "ERFLayer", {1})))
      .infer(infer)
      .kernel(compute)
      .layer(Layer().custom("ERFLayer", "", {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3}));
}
