// BatchNormalization: Keras's, with its moving statistics; channels first.
#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/batch_norm.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"

namespace byom::op_keras_batch_normalization {
namespace {

Schema schema() {
  Schema s = keras_layer("BatchNormalization");
  s.doc("(x - moving_mean) / sqrt(moving_variance + epsilon) * gamma + beta, channel by channel.")
      .layout(Layout::implicit);
  s.input("inputs", "float", "[N, C, ...]").output("outputs", "shape of inputs");
  s.attr("axis", std::int64_t{-1}, "always 1")
      .attr("momentum", 0.99F, "of the moving statistics in training")
      .attr("epsilon", 1e-3F, "added to the variance")
      .attr("center", true, "whether there is a beta")
      .attr("scale", true, "whether there is a gamma");
  s.example("two channels", {{"axis", 1}, {"epsilon", 1.0F}},
            {tensor<float>({1, 2, 2}, {1, 5, 1, 5}), tensor<float>({2}, {1, 10}), tensor<float>({2}, {0, 3}),
             tensor<float>({2}, {1, 5}), tensor<float>({2}, {3, 0})},
            {tensor<float>({1, 2, 2}, {0, 2, -37, 3})});
  s.example("neither gamma nor beta", {{"axis", 1}, {"epsilon", 0.0F}, {"center", false}, {"scale", false}},
            {tensor<float>({2, 1}, {2, 4}), tensor<float>({1}, {2}), tensor<float>({1}, {4})},
            {tensor<float>({2, 1}, {0, 1})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (node.integer("axis") != 1 || x.rank() < 2) return Node::fail("only axis 1 is served");
  return Descs{{x.dtype, x.dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("momentum", "it is about training");
  node.ignore("axis", "infer has checked it");
  const auto dims = io.shape(0);
  kernels::ChannelShape shape{dims[0], dims[1], 1};
  for (std::size_t a = 2; a < dims.size(); ++a) shape.inner *= dims[a];
  std::size_t next = 1;
  const auto weight = [&](bool present) { return present ? io.in<float>(next++).data() : nullptr; };
  const float* gamma = weight(node.flag("scale"));
  const float* beta = weight(node.flag("center"));
  const float* mean = weight(true);
  const float* variance = weight(true);
  kernels::batch_norm_folded(host_pool(), shape, io.in<float>(0).data(), gamma, beta, mean, variance,
                             node.real("epsilon"), io.out<float>(0).data());
  return done;
}
}  // namespace

BYOM_OP(keras_batch_normalization) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .keras3("keras.layers", "BatchNormalization")
          .keras2("BatchNormalization", {{"axis", as_list()}})
          .weight("gamma", "scale", BYOM_WEIGHT_TRAINABLE, "gamma_initializer")
          .weight("beta", "center", BYOM_WEIGHT_TRAINABLE, "beta_initializer")
          .weight("moving_mean", "", 0, "moving_mean_initializer")
          .weight("moving_variance", "", 0, "moving_variance_initializer")
          .batch_norm());
}

}  // namespace byom::op_keras_batch_normalization
