// HardSigmoid brought by the user: y = max(0, min(1, alpha * x + beta)), as a Keras layer of its own.
#include <algorithm>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;

// The attributes of the ONNX operator are the configuration of the layer: one schema text for both.
Schema described(Schema s) {
  s.doc("A sigmoid in three straight pieces.").layout(Layout::transparent);
  s.input("X", "float", "any shape").output("Y", "shape of X");
  s.attr("alpha", 0.2F, "slope").attr("beta", 0.5F, "value at zero");
  s.example("three pieces", {{"alpha", 0.5F}}, {tensor<float>({3}, {-9, 0.5F, 9})},
            {tensor<float>({3}, {0, 0.75F, 1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.dtype != BYOM_FLOAT) return Node::fail("only tensors of type float are served");
  return Descs{{x.dtype, x.dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  return Vals{keras.custom("acme", "HardSigmoidLayer",
                           {{"alpha", node.real("alpha")}, {"beta", node.real("beta")}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  const float alpha = node.real("alpha"), beta = node.real("beta");
  std::ranges::transform(io.in<float>(0), io.out<float>(0).begin(),
                         [=](float x) { return std::max(0.0F, std::min(1.0F, alpha * x + beta)); });
  return done;
}
}  // namespace

BYOM_PLUGIN("com.acme.hard-sigmoid", "1.0.0",
            {Op(described(onnx("HardSigmoid", {1, 6, 22}))).infer(infer).translate(translate).kernel(compute),
             Op(described(Schema("acme", "HardSigmoidLayer", {1})))
                 .infer(infer)
                 .kernel(compute)
                 .layer(Layer().custom("HardSigmoidLayer", "", {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3}))})
