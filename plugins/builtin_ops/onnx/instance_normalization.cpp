// InstanceNormalization: mean 0 and variance 1 over the cells of each channel, then scale and shift.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/sample_norm.hpp"

namespace byom::op_instance_normalization {
namespace {

Schema schema() {
  Schema s = onnx("InstanceNormalization", {6, 22});
  s.doc(
      "(input - mean) / sqrt(variance + epsilon) * scale + B, with mean and variance of each channel of each "
      "sample.");
  s.input("input", floating, "[N, C, ...]")
      .input("scale", "as input", "[C]")
      .input("B", "as input", "[C]")
      .output("output", "shape of input");
  s.attr("epsilon", 1e-5F, "added to the variance").layout(Layout::implicit);
  s.example(
      "two channels", {{"epsilon", 0.0F}},
      {tensor<float>({1, 2, 2}, {1, 3, 10, 30}), tensor<float>({2}, {2, 1}), tensor<float>({2}, {0, 5})},
      {tensor<float>({1, 2, 2}, {-2, 2, 4, 6})});
  s.example("no variance", {{"epsilon", 1.0F}},
            {tensor<float>({1, 1, 1, 3}, {4, 4, 4}), tensor<float>({1}, {7}), tensor<float>({1}, {0.5F})},
            {tensor<float>({1, 1, 1, 3}, {0.5F, 0.5F, 0.5F})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  if (x.rank() < 3)
    return Node::fail("the input has rank " + std::to_string(x.rank()) +
                      "; batch, channels and at least one spatial axis are needed");
  for (const std::size_t i : {1U, 2U})
    if (node.input(i).rank() != 1 || !(node.input(i).dims[0] == x.dims[1]))
      return Node::fail("an input does not have one number for each channel");
  return Descs{{x.dtype, x.dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  const Desc x = node.input(0), scale = node.input(1), bias = node.input(2);
  if (!scale.known || !bias.known)
    return Node::fail("its weights are computed by the model; a Keras layer needs constants");
  if (x.dtype != BYOM_FLOAT) return Node::fail("Keras normalizes tensors of type float only");
  return Vals{keras.layer("GroupNormalization",
                          {{"groups", x.dims[1].number()}, {"axis", 1}, {"epsilon", node.real("epsilon")}},
                          {keras.input(0)}, {scale.known, bias.known})};
}

Result<Done> compute(const Node& node, Io& io) {
  return with_type<Floats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    normalize_groups(io.shape(0), io.shape(0)[1], static_cast<double>(node.real("epsilon")),
                     io.in<T>(0).data(), io.in<T>(1).data(), io.in<T>(2).data(), io.out<T>(0).data());
  });
}
}  // namespace

BYOM_OP(instance_normalization) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_instance_normalization
