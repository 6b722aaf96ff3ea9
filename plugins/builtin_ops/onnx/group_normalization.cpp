// GroupNormalization: mean 0 and variance 1 over groups of channels, then scale and shift.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/elementwise.hpp"
#include "plugins/builtin_ops/shared/sample_norm.hpp"

namespace byom::op_group_normalization {
namespace {

Schema schema() {
  Schema s = onnx("GroupNormalization", {18, 21});
  s.doc(
       "(X - mean) / sqrt(variance + epsilon) * scale + bias, with mean and variance of each sample's "
       "groups.")
      .layout(Layout::implicit);
  s.input("X", floating, "[N, C, ...]");
  s.input("scale", "as X", "[C]; [num_groups] before version 21")
      .input("bias", "as X", "the extent of scale");
  s.output("Y", "shape of X");
  s.attr("epsilon", 1e-5F, "added to the variance");
  s.attr_of(BYOM_ATTR_INT, "num_groups", "consecutive channels are split into so many groups");
  s.attr("stash_type", std::int64_t{1}, "the type of the first stage; 1: float").from(21);
  s.example("one group", {{"num_groups", 1}, {"epsilon", 0.0F}},
            {tensor<float>({1, 2, 2}, {1, 1, 3, 3}), tensor<float>({2}, {2, 10}), tensor<float>({2}, {0, 5})},
            {tensor<float>({1, 2, 2}, {-2, -2, 15, 15})});
  s.example("one number for each group", {{"num_groups", 1}, {"epsilon", 0.0F}},
            {tensor<float>({1, 2, 2}, {1, 1, 3, 3}), tensor<float>({1}, {2}), tensor<float>({1}, {5})},
            {tensor<float>({1, 2, 2}, {3, 3, 7, 7})}, 18);
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  const std::int64_t groups = node.integer("num_groups");
  if (x.rank() < 3)
    return Node::fail("the input has rank " + std::to_string(x.rank()) +
                      "; batch, channels and at least one spatial axis are needed");
  if (groups < 1 || !x.dims[1].is_number() || x.dims[1].number() % groups != 0)
    return Node::fail("attribute 'num_groups' does not divide the channels");
  const Dim weights = node.since() < 21 ? Dim(groups) : x.dims[1];
  for (const std::size_t i : {1U, 2U})
    if (node.input(i).rank() != 1 || !(node.input(i).dims[0] == weights))
      return Node::fail("'scale' or 'bias' has the wrong number of elements");
  return Descs{{x.dtype, x.dims}};
}

// `given` with every element repeated for the channels of its group.
template <class T>
std::vector<T> for_channels(std::span<const T> given, std::size_t channels) {
  std::vector<T> all(channels);
  for (std::size_t c = 0; c < channels; ++c) all[c] = given[c * given.size() / channels];
  return all;
}

Result<Weight> weight(const Node& node, std::size_t i) {
  const Desc given = node.input(i);
  if (!given.known) return Node::fail("its weights are computed by the model; a Keras layer needs constants");
  if (node.since() >= 21) return Weight(given.known);
  const std::int64_t channels = node.input(0).dims[1].number();
  const auto numbers = elements_of<float>(*given.known);
  return Weight(tensor<float>({channels}, for_channels<float>(numbers, static_cast<std::size_t>(channels))));
}

Result<Vals> translate(const Node& node, Keras& keras) {
  if (node.input(0).dtype != BYOM_FLOAT || node.input(1).dtype != BYOM_FLOAT)
    return Node::fail("Keras normalizes tensors of type float only");
  node.ignore("stash_type", "Keras computes in float as well");
  BYOM_TRY(const Weight scale, weight(node, 1));
  BYOM_TRY(const Weight bias, weight(node, 2));
  return Vals{
      keras.layer("GroupNormalization",
                  {{"groups", node.integer("num_groups")}, {"axis", 1}, {"epsilon", node.real("epsilon")}},
                  {keras.input(0)}, {scale, bias})};
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("stash_type", "sums are taken in double");
  const auto channels = static_cast<std::size_t>(io.shape(0)[1]);
  return with_type<Floats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const std::vector<T> scale = for_channels(io.in<T>(1), channels),
                         bias = for_channels(io.in<T>(2), channels);
    normalize_groups(io.shape(0), node.integer("num_groups"), static_cast<double>(node.real("epsilon")),
                     io.in<T>(0).data(), scale.data(), bias.data(), io.out<T>(0).data());
  });
}
}  // namespace

BYOM_OP(group_normalization) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_group_normalization
