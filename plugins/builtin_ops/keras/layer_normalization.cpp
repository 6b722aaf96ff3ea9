// LayerNormalization: mean 0 and variance 1 over some axes, then trainable scale and shift.
#include <algorithm>
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reduction_layer.hpp"

namespace byom::op_keras_layer_normalization {
namespace {

Schema schema() {
  Schema s = keras_layer("LayerNormalization");
  s.doc("(x - mean) / sqrt(variance + epsilon) * gamma + beta.");
  s.input("inputs", "float", "any shape").output("outputs", "shape of inputs");
  s.attr("axis", std::int64_t{-1}, "the normalized axes, ascending")
      .attr("epsilon", 1e-3F, "added to the variance");
  s.attr("center", true, "whether there is beta").attr("scale", true, "whether there is gamma");
  s.example(
      "two axes", {{"axis", std::vector<std::int64_t>{1, 2}}, {"epsilon", 3.0F}},
      {tensor<float>({1, 2, 1}, {1, 3}), tensor<float>({2, 1}, {2, 4}), tensor<float>({2, 1}, {10, 20})},
      {tensor<float>({1, 2, 1}, {9, 22})});
  s.example("scale alone", {{"epsilon", 0.0F}, {"center", false}},
            {tensor<float>({1, 2}, {1, 3}), tensor<float>({2}, {2, 4})}, {tensor<float>({1, 2}, {-2, 4})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const auto reduced, reduced_axes(node, x.rank()));
  Shape normalized;
  for (std::size_t d = 0; d < reduced.size(); ++d)
    if (reduced[d]) normalized.push_back(x.dims[d]);
  const std::size_t weights = (node.flag("scale") ? 1 : 0) + (node.flag("center") ? 1 : 0);
  for (std::size_t i = 1; i <= weights; ++i)
    if (!(node.input(i).dims == normalized)) return Node::fail("a weight does not fit the normalized axes");
  return Descs{{x.dtype, x.dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  const auto shape = io.shape(0);
  const auto x = io.in<float>(0);
  BYOM_TRY(const auto reduced, reduced_axes(node, static_cast<std::int64_t>(shape.size())));
  std::vector<bool> kept(reduced);
  kept.flip();
  std::size_t rows = 1;
  for (std::size_t d = 0; d < shape.size(); ++d) rows *= reduced[d] ? 1 : static_cast<std::size_t>(shape[d]);
  std::vector<double> mean(rows, 0), factor(rows, 0);
  const double n = rows == 0 ? 1 : static_cast<double>(x.size()) / static_cast<double>(rows);
  each_pair(shape, reduced, [&](std::size_t i, std::size_t row) { mean[row] += x[i] / n; });
  each_pair(shape, reduced, [&](std::size_t i, std::size_t row) {
    factor[row] += (x[i] - mean[row]) * (x[i] - mean[row]) / n;
  });
  for (double& f : factor) f = 1 / std::sqrt(f + node.real("epsilon"));
  const bool scale = node.flag("scale"), center = node.flag("center");
  std::vector<double> y(x.size());
  each_pair(shape, reduced, [&](std::size_t i, std::size_t row) { y[i] = (x[i] - mean[row]) * factor[row]; });
  each_pair(shape, kept, [&](std::size_t i, std::size_t weight) {
    if (scale) y[i] *= io.in<float>(1)[weight];
    if (center) y[i] += io.in<float>(scale ? 2 : 1)[weight];
  });
  std::ranges::transform(y, io.out<float>(0).begin(), [](double value) { return static_cast<float>(value); });
  return done;
}
}  // namespace

BYOM_OP(keras_layer_normalization) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer()
          .both("LayerNormalization")
          .weight("gamma", "scale", BYOM_WEIGHT_TRAINABLE, "gamma_initializer")
          .weight("beta", "center", BYOM_WEIGHT_TRAINABLE, "beta_initializer"));
}

}  // namespace byom::op_keras_layer_normalization
