// acme::Swish, an operator of a domain of one's own, and its Keras layer with a trainable weight.
#include <cmath>

#include <byom/bridge.hpp>
#include <byom/op.hpp>

namespace {
using namespace byom;

Schema swish() {
  Schema s("acme", "Swish", {1});
  s.doc("x * sigmoid(beta * x), with one beta for each channel.");
  s.input("X", "float", "[N, C, ...]").input("beta", "float", "[C]").output("Y", "shape of X");
  s.example("two channels", {}, {tensor<float>({1, 2}, {2, -1}), tensor<float>({2}, {0, 1})},
            {tensor<float>({1, 2}, {1, -0.26894143F})});
  return s;
}

// A layer's weights come behind its inputs; they are no inputs of the schema.
Schema swish_layer() {
  Schema s("acme", "SwishLayer", {1});
  s.doc("x * sigmoid(beta * x), with one trainable beta for each channel.");
  s.input("inputs", "float", "[N, C, ...]").output("outputs", "shape of the inputs");
  s.attr_of(BYOM_ATTR_INT, "channels", "C");
  s.example("one channel", {{"channels", 1}}, {tensor<float>({1, 1, 2}, {1, -1}), tensor<float>({1}, {1})},
            {tensor<float>({1, 1, 2}, {0.7310586F, -0.26894143F})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), beta = node.input(1);
  if (x.dtype != BYOM_FLOAT || beta.dtype != BYOM_FLOAT)
    return Node::fail("only tensors of type float are served");
  if (x.rank() < 2 || beta.rank() != 1 || !(beta.dims[0] == x.dims[1]))
    return Node::fail("'beta' does not have one number for each channel");
  return Descs{{x.dtype, x.dims}};
}

Result<Descs> infer_layer(const Node& node) {
  if (!(node.input(1).dims[0] == Dim(node.integer("channels"))))
    return Node::fail("'channels' is not the length of beta");
  return infer(node);
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc beta = node.input(1);
  if (!beta.known) return Node::fail("'beta' is computed by the model; a Keras layer needs constants");
  return Vals{keras.custom("acme", "SwishLayer", {{"channels", beta.dims[0].number()}}, {keras.input(0)},
                           {beta.known})};
}

Result<Done> compute(const Node&, Io& io) {
  const auto x = io.in<float>(0), beta = io.in<float>(1);
  const auto y = io.out<float>(0);
  std::size_t plane = 1;  // elements that share a beta
  for (const std::int64_t extent : io.shape(0).subspan(2)) plane *= static_cast<std::size_t>(extent);
  parallel_for(x.size(), 1 << 14, [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t i = begin; i < end; ++i)
      y[i] = x[i] / (1 + std::exp(-beta[i / plane % beta.size()] * x[i]));
  });
  return done;
}

Result<Done> compute_layer(const Node& node, Io& io) {
  node.ignore("channels", "it is the length of beta");
  return compute(node, io);
}
}  // namespace

BYOM_PLUGIN("com.acme.swish", "1.0.0",
            {Op(swish()).infer(infer).translate(translate).kernel(compute),
             Op(swish_layer())
                 .infer(infer_layer)
                 .kernel(compute_layer)
                 .layer(Layer()
                            .custom("SwishLayer", "", {BYOM_DIALECT_KERAS2, BYOM_DIALECT_KERAS3})
                            .weight("beta", "", BYOM_WEIGHT_TRAINABLE))})
