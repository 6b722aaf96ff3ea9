// Mish, which exporters write as three nodes: a pattern finds them, and one layer stands for them.
#include <cmath>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;

// What the pattern makes of its bound name x, and the layer that this becomes: they differ in their type
// only.
Schema schema(const char* type) {
  Schema s("acme", type, {1});
  s.doc("x * tanh(softplus(x)).").layout(Layout::transparent);
  s.input("X", "float", "any shape").output("Y", "shape of X");
  s.example("around zero", {}, {tensor<float>({3}, {-1, 0, 1})},
            {tensor<float>({3}, {-0.30340147F, 0, 0.86509836F})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.dtype != BYOM_FLOAT) return Node::decline("only tensors of type float are served");
  return Descs{{x.dtype, x.dims}};
}

Result<Vals> translate(const Node&, Keras& keras) {
  return Vals{keras.custom("acme", "MishLayer", {}, {keras.input(0)})};
}

Result<Done> compute(const Node&, Io& io) {
  const auto x = io.in<float>(0);
  const auto y = io.out<float>(0);
  parallel_for(x.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t i = begin; i < end; ++i) {
      const float softplus = std::fmax(x[i], 0.0F) + std::log1p(std::exp(-std::fabs(x[i])));
      y[i] = x[i] * std::tanh(softplus);
    }
  });
  return done;
}
}  // namespace

BYOM_PLUGIN("com.acme.mish", "1.0.0",
            {Op(schema("Mish")).infer(infer).translate(translate).kernel(compute),
             Op(schema("MishLayer"))
                 .infer(infer)
                 .kernel(compute)
                 .layer(Layer().custom("MishLayer", "", {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3}))},
            {{"y = Mul(x, Tanh(Softplus(x)))", "acme", "Mish"},
             {"y = Mul(Tanh(Softplus(x)), x)", "acme", "Mish"}})
