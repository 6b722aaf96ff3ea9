// PReLU: x, below zero alpha * x with trainable slopes.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_keras_p_re_lu {
namespace {

Schema schema() {
  Schema s = keras_layer("PReLU");
  s.doc("x, below zero alpha * x; alpha has the axes behind the batch.");
  s.input("inputs", floating, "[N, ...]").output("outputs", "shape of inputs");
  s.attr("shared_axes", std::vector<std::int64_t>(), "axes along which there is one slope; empty: none");
  s.example("a slope for each channel", {{"shared_axes", std::vector<std::int64_t>{2}}},
            {tensor<float>({1, 2, 2}, {-1, 2, -3, 4}), tensor<float>({2, 1}, {0.5F, 2})},
            {tensor<float>({1, 2, 2}, {-0.5F, 2, -6, 4})});
  return s;
}

Result<Descs> infer(const Node& node) {
  const Desc x = node.input(0), alpha = node.input(1);
  const std::vector<std::int64_t> shared = node.integers("shared_axes");
  if (alpha.rank() + 1 != x.rank()) return Node::fail("alpha must have the axes behind the batch");
  for (std::int64_t d = 1; d < x.rank(); ++d) {
    const bool one = std::ranges::find(shared, d) != shared.end();
    if (!(alpha.dims[static_cast<std::size_t>(d - 1)] ==
          (one ? Dim(1) : x.dims[static_cast<std::size_t>(d)])))
      return Node::fail("alpha does not fit axis " + std::to_string(d));
  }
  return Descs{{x.dtype, x.dims}};
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("shared_axes", "alpha's extents of 1 say the same");
  return combine_inputs<AllFloats>(io, [](auto x, auto slope) { return x < 0 ? x * slope : x; });
}
}  // namespace

BYOM_OP(keras_p_re_lu) {
  return Op(schema()).infer(infer).kernel(compute).layer(
      Layer().both("PReLU").weight("alpha", "", BYOM_WEIGHT_TRAINABLE, "alpha_initializer"));
}

}  // namespace byom::op_keras_p_re_lu
