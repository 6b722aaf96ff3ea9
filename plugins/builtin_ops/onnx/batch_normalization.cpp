// BatchNormalization: every channel shifted and scaled by statistics of the training data.
#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/batch_norm.hpp"
#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"

namespace {
using namespace byom;

Schema schema() {
  Schema s = onnx("BatchNormalization", {7, 9, 14, 15});
  s.doc("(X - mean) / sqrt(var + epsilon) * scale + B, with one number of each for every channel.")
      .layout(Layout::implicit);
  s.input("X", floating, "[N, C, ...]").input("scale", floating, "[C]").input("B", floating, "[C]");
  s.input("mean", floating, "[C]").until(9).input("var", floating, "[C]").until(9);
  s.input("input_mean", floating, "[C]").from(14).input("input_var", floating, "[C]").from(14);
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
  return s;
}

Result<Done> check(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() < 2)
    return Node::fail("the input has rank " + std::to_string(x.rank()) + "; batch and channels are needed");
  for (std::size_t i = 1; i < 5; ++i)
    if (node.input(i).rank() != 1 || !(node.input(i).dims[0] == x.dims[1]))
      return Node::fail("an input does not have one number for each channel");
  if (node.since() == 7 && node.integer("spatial") == 0)
    return Node::fail("attribute 'spatial' is 0; statistics for every cell are not supported");
  if (node.since() >= 14 && node.integer("training_mode") != 0)
    return Node::fail(
        "attribute 'training_mode' is 1: its output would depend on the other samples; export the model for "
        "inference");
  for (std::size_t o = 1; o < node.outputs(); ++o)
    if (node.wanted(o)) return Node::fail("an output of training is used; export the model for inference");
  return done;
}

Result<Descs> infer(const Node& node) {
  BYOM_CHECK_OK(check(node));
  Descs outputs{{node.input(0).dtype, node.input(0).dims}};
  for (std::size_t o = 1; o < node.outputs(); ++o)
    outputs.push_back({node.input(0).dtype, {node.input(0).dims[1]}});
  return outputs;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_CHECK_OK(check(node));
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

Result<Done> compute(const Node& node, Io& io) {
  BYOM_CHECK_OK(check(node));
  node.ignore("momentum", "it is about training");
  const auto dims = io.shape(0);
  kernels::ChannelShape shape{dims[0], dims[1], 1};
  for (std::size_t a = 2; a < dims.size(); ++a) shape.inner *= dims[a];
  return with_type<Floats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    kernels::batch_norm(host_pool(), shape, io.in<T>(0).data(), io.in<T>(1).data(), io.in<T>(2).data(),
                        io.in<T>(3).data(), io.in<T>(4).data(), static_cast<T>(node.real("epsilon")),
                        io.out<T>(0).data());
  });
}
}  // namespace

BYOM_OP(batch_normalization) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}
