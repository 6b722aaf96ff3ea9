// HardSigmoid: alpha * x + beta, held between 0 and 1.
#include <algorithm>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom::op_hard_sigmoid {
namespace {

Schema schema() {
  Schema s = unary_schema("HardSigmoid", {6, 22}, "alpha * x + beta, held between 0 and 1.", floating);
  s.attr("alpha", 0.2F, "the slope in the middle").attr("beta", 0.5F, "the value at zero");
  s.example("defaults", {}, {tensor<float>({4}, {-3, -1, 1, 3})}, {tensor<float>({4}, {0, 0.3F, 0.7F, 1})});
  s.example("own numbers", {{"alpha", 0.5F}, {"beta", 0.25F}}, {tensor<float>({2}, {0.5F, -0.25F})},
            {tensor<float>({2}, {0.5F, 0.125F})});
  return s;
}

// Keras's own hard_sigmoid is another function in Keras 2 than in 3.
Result<Vals> translate(const Node& node, Keras& keras) {
  const Val line = rescaled(keras, keras.input(0), node.real("alpha"), node.real("beta"), "line");
  return Vals{keras.layer("ReLU", {{"max_value", 1.0F}}, {line})};
}

Result<Done> compute(const Node& node, Io& io) {
  const float alpha = node.real("alpha"), beta = node.real("beta");
  return map_each<AllFloats>(io, [=](auto x) {
    using T = decltype(x);
    return std::max(T{0}, std::min(T{1}, T(alpha) * x + T(beta)));
  });
}
}  // namespace

BYOM_OP(hard_sigmoid) {
  return Op(schema()).infer(same_as_first).translate(translate).kernel(compute);
}

}  // namespace byom::op_hard_sigmoid
