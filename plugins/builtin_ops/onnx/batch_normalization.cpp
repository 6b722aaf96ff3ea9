// BatchNormalization: every channel shifted and scaled by statistics of the training data.
#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/batch_norm.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom::op_batch_normalization {
namespace {

Schema schema() {
  Schema s = onnx("BatchNormalization", {7, 9, 14, 15});
  // Since version 15 ONNX lets scale, B and the statistics have types of their own; no layer of Keras does.
  s.doc("(X - mean) / sqrt(var + epsilon) * scale + B, with one number of each for every channel.")
      .layout(Layout::implicit);
  s.input("X", floating, "[N, C, ...]").input("scale", "as X", "[C]").input("B", "as X", "[C]");
  s.input("mean", "as X", "[C]").until(9).input("var", "as X", "[C]").until(9);
  s.input("input_mean", "as X", "[C]").from(14).input("input_var", "as X", "[C]").from(14);
  s.output("Y", "shape of X");
  for (const char* name : {"mean", "var", "saved_mean", "saved_var"})
    s.output(name, "of training only").optional().until(9);
  for (const char* name : {"running_mean", "running_var"})
    s.output(name, "of training only").optional().from(14);
  s.attr("epsilon", 1e-5F, "added to the variance")
      .attr("momentum", 0.9F, "of the running statistics in training");
  s.attr("spatial", std::int64_t{1}, "0: statistics for every cell").until(7);
  s.attr("training_mode", std::int64_t{0}, "1: statistics of X itself").from(14);
  s.example("two channels", {{"epsilon", 1.0F}},
            {tensor<float>({1, 2, 2}, {1, 5, 1, 5}), tensor<float>({2}, {1, 10}), tensor<float>({2}, {0, 3}),
             tensor<float>({2}, {1, 5}), tensor<float>({2}, {3, 0})},
            {tensor<float>({1, 2, 2}, {0, 2, -37, 3})});
  s.example("no spatial axis", {{"epsilon", 0.0F}},
            {tensor<float>({2, 1}, {2, 4}), tensor<float>({1}, {3}), tensor<float>({1}, {1}),
             tensor<float>({1}, {2}), tensor<float>({1}, {4})},
            {tensor<float>({2, 1}, {1, 4})}, 9);
  s.example("training", {{"epsilon", 0.0F}, {"momentum", 0.5F}, {"training_mode", std::int64_t{1}}},
            {tensor<float>({2, 1, 1}, {1, 5}), tensor<float>({1}, {3}), tensor<float>({1}, {1}),
             tensor<float>({1}, {10}), tensor<float>({1}, {8})},
            {tensor<float>({2, 1, 1}, {-2, 4}), tensor<float>({1}, {6.5F}), tensor<float>({1}, {6})});
  return s;
}

bool is_training(const Node& node) {
  return node.since() >= 14 && node.integer("training_mode") != 0;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() < 2)
    return Node::fail("the input has rank " + std::to_string(x.rank()) + "; batch and channels are needed");
  for (std::size_t i = 1; i < 5; ++i) {
    const Desc w = node.input(i);
    if (w.rank() != 1 || !(w.dims[0] == x.dims[1]))
      return Node::fail("an input does not have one number for each channel");
  }
  if (node.since() == 7 && node.integer("spatial") == 0)
    return Node::fail("attribute 'spatial' is 0; statistics for every cell are not supported");
  if (is_training(node) && !x.dims[0].is_number())
    return mixes_samples("normalizes by the statistics of its input, because attribute 'training_mode' is 1");
  Descs outputs{{x.dtype, x.dims}};
  for (std::size_t o = 1; o < node.outputs(); ++o) outputs.push_back({node.input(3).dtype, {x.dims[1]}});
  return outputs;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  if (is_training(node))
    return Node::fail(
        "attribute 'training_mode' is 1: its output depends on the other samples; export the model for "
        "inference");
  for (std::size_t o = 1; o < node.outputs(); ++o)
    if (node.wanted(o)) return Node::fail("an output of training is used; export the model for inference");
  if (node.since() == 7) node.ignore("spatial", "infer has checked it");
  if (node.input(0).dtype != BYOM_FLOAT) return Node::fail("Keras normalizes tensors of type float only");
  std::vector<Weight> weights;
  for (std::size_t i = 1; i < 5; ++i) {
    const Desc w = node.input(i);
    if (!w.known)
      return Node::fail("its statistics or weights are computed by the model; a Keras layer needs constants");
    weights.emplace_back(w.known);
  }
  return Vals{
      keras.layer("BatchNormalization",
                  {{"axis", 1}, {"momentum", node.real("momentum")}, {"epsilon", node.real("epsilon")}},
                  {keras.input(0)}, weights)};
}

// Mean and variance of a channel over all samples.
template <class T>
void statistics(const kernels::ChannelShape& s, const T* x, std::int64_t c, T& mean, T& variance) {
  double sum = 0, squares = 0;
  const auto each = [&](auto&& f) {
    for (std::int64_t n = 0; n < s.outer; ++n)
      for (std::int64_t i = 0; i < s.inner; ++i)
        f(static_cast<double>(x[(n * s.channels + c) * s.inner + i]));
  };
  const auto count = static_cast<double>(s.outer * s.inner);
  each([&](double v) { sum += v; });
  each([&](double v) { squares += (v - sum / count) * (v - sum / count); });
  mean = static_cast<T>(sum / count);
  variance = static_cast<T>(squares / count);
}

// The statistics of X itself, in `mean` and `variance`; running ones where they are wanted.
template <class T>
void train(const Node& node, Io& io, const kernels::ChannelShape& shape, std::vector<T>& mean,
           std::vector<T>& variance) {
  const T momentum = static_cast<T>(node.real("momentum"));
  for (std::size_t c = 0; c < mean.size(); ++c) {
    statistics(shape, io.in<T>(0).data(), static_cast<std::int64_t>(c), mean[c], variance[c]);
    if (io.wants(1)) io.out<T>(1)[c] = io.in<T>(3)[c] * momentum + mean[c] * (1 - momentum);
    if (io.wants(2)) io.out<T>(2)[c] = io.in<T>(4)[c] * momentum + variance[c] * (1 - momentum);
  }
}

Result<Done> compute(const Node& node, Io& io) {
  const bool training = is_training(node);
  node.ignore("momentum", "it is about training");
  node.ignore("spatial", "infer has checked it");
  if (!training && (io.wants(1) || io.wants(2))) return Node::fail("only training gives its other outputs");
  const auto dims = io.shape(0);
  kernels::ChannelShape shape{dims[0], dims[1], 1};
  for (std::size_t a = 2; a < dims.size(); ++a) shape.inner *= dims[a];
  return with_type<Floats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    std::vector<T> mean(io.in<T>(3).begin(), io.in<T>(3).end()),
        variance(io.in<T>(4).begin(), io.in<T>(4).end());
    if (training) train(node, io, shape, mean, variance);
    kernels::batch_norm(host_pool(), shape, io.in<T>(0).data(), io.in<T>(1).data(), io.in<T>(2).data(),
                        mean.data(), variance.data(), static_cast<T>(node.real("epsilon")),
                        io.out<T>(0).data());
  });
}
}  // namespace

BYOM_OP(batch_normalization) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_batch_normalization
