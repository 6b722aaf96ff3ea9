// LayerNormalization: mean 0 and variance 1 over the last axes of each sample, then scale and shift.
#include <algorithm>
#include <cmath>

#include <byom/op.hpp>

namespace byom::op_layer_normalization {
namespace {

Schema schema() {
  Schema s = onnx("LayerNormalization", {17});
  s.doc(
      "(X - mean) / sqrt(variance + epsilon) * Scale + B, with mean and variance over the axes from `axis` "
      "on.");
  s.input("X", "float", "any shape").input("Scale", "as X", "the normalized axes");
  s.input("B", "as X", "shape of Scale").optional().output("Y", "shape of X");
  s.output("Mean", "the normalized axes with the extent 1").optional();
  s.output("InvStdDev", "1 / sqrt(variance + epsilon), shape of Mean").optional();
  s.attr("axis", std::int64_t{-1}, "the first normalized axis")
      .attr("epsilon", 1e-5F, "added to the variance");
  s.attr("stash_type", std::int64_t{1}, "the type of the first stage; 1: float");
  s.example("one axis, scaled and shifted", {{"epsilon", 0.0F}},
            {tensor<float>({2, 2}, {1, 3, -5, 5}), tensor<float>({2}, {1, 10}), tensor<float>({2}, {0, 1})},
            {tensor<float>({2, 2}, {-1, 11, -1, 11})});
  s.example(
      "two axes, no shift, with mean and inverse deviation", {{"axis", std::int64_t{1}}, {"epsilon", 3.0F}},
      {tensor<float>({1, 2, 1}, {1, 3}), tensor<float>({2, 1}, {2, 4})},
      {tensor<float>({1, 2, 1}, {-1, 2}), tensor<float>({1, 1, 1}, {2}), tensor<float>({1, 1, 1}, {0.5F})});
  return s;
}

// The first normalized axis. Errors: the scale does not stretch to the normalized axes.
Result<std::size_t> first_axis(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const std::int64_t axis, checked_axis(node.integer("axis"), x.rank()));
  const auto first = static_cast<std::size_t>(axis);
  for (std::size_t d = first; d < x.dims.size(); ++d)
    if (!x.dims[d].is_number()) return Node::fail("it normalizes over the batch: it mixes samples");
  for (const std::size_t i : {1U, 2U}) {
    const Desc weight = node.input(i);
    if (!weight.present()) continue;
    const bool fits = weight.rank() == x.rank() - axis &&
                      std::equal(weight.dims.begin(), weight.dims.end(), x.dims.begin() + axis);
    if (!fits)
      return Node::fail("the shape of input " + std::to_string(i) + " is not that of the normalized axes");
  }
  return first;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0);
  BYOM_TRY(const std::size_t first, first_axis(node));
  Descs out{{x.dtype, x.dims}};
  Desc moments(BYOM_FLOAT, x.dims);
  for (std::size_t d = first; d < moments.dims.size(); ++d) moments.dims[d] = Dim(1);
  while (out.size() < node.outputs()) out.push_back(moments);
  return out;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  if (node.wanted(1) || node.wanted(2))
    return Node::fail(
        "its outputs Mean and InvStdDev are used; Keras's LayerNormalization does not give them");
  node.ignore("stash_type", "Keras computes in float as well");
  BYOM_TRY(const std::size_t first, first_axis(node));
  const Desc x = node.input(0), scale = node.input(1), shift = node.input(2);
  if (first == 0) return Node::fail("it normalizes over the first axis, which is the batch in Keras");
  if (!scale.known || (shift.present() && !shift.known))
    return Node::fail("its weights are computed by the model; a Keras layer needs constants");
  std::vector<std::int64_t> axes;
  for (std::size_t d = first; d < x.dims.size(); ++d) axes.push_back(static_cast<std::int64_t>(d));
  std::vector<Weight> weights{scale.known};
  if (shift.present()) weights.emplace_back(shift.known);
  return Vals{keras.layer("LayerNormalization",
                          {{"axis", axes}, {"epsilon", node.real("epsilon")}, {"center", shift.present()}},
                          {keras.input(0)}, weights)};
}

Result<Done> compute(const Node& node, Io& io) {
  if (node.integer("stash_type") != 1) return Node::fail("only stash_type 1 is computed");
  BYOM_TRY(const std::size_t first, first_axis(node));
  const float epsilon = node.real("epsilon");
  std::size_t n = 1;
  for (std::size_t d = first; d < io.shape(0).size(); ++d) n *= static_cast<std::size_t>(io.shape(0)[d]);
  const auto scale = io.in<float>(1), shift = io.has(2) ? io.in<float>(2) : std::span<const float>();
  const std::uint64_t rows = n == 0 ? 0 : io.in<float>(0).size() / n;
  parallel_for(rows, 1 + (1 << 13) / (n + 1), [&](std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t row = begin; row < end; ++row) {
      const auto x = io.in<float>(0).subspan(row * n, n);
      double sum = 0, squares = 0;
      for (const float v : x) sum += v;
      const double mean = sum / static_cast<double>(n);
      for (const float v : x) squares += (v - mean) * (v - mean);
      const double factor = 1 / std::sqrt(squares / static_cast<double>(n) + epsilon);
      for (std::size_t i = 0; i < n; ++i)
        io.out<float>(0)[row * n + i] =
            static_cast<float>((x[i] - mean) * factor * scale[i] + (shift.empty() ? 0 : shift[i]));
      if (io.wants(1)) io.out<float>(1)[row] = static_cast<float>(mean);
      if (io.wants(2)) io.out<float>(2)[row] = static_cast<float>(factor);
    }
  });
  return done;
}
}  // namespace

BYOM_OP(layer_normalization) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_layer_normalization
