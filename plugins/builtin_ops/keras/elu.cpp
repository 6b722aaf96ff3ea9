// ELU: x, below zero alpha * (exp(x) - 1).
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_elu {
namespace {

Schema schema() {
  Schema s = keras_layer("ELU");
  s.doc("x, below zero alpha * (exp(x) - 1).").layout(Layout::transparent);
  s.input("inputs", floating, "any shape").output("outputs", "shape of inputs");
  s.attr("alpha", 1.0F, "minus the limit far below zero");
  s.example("alpha 2", {{"alpha", 2.0F}}, {tensor<float>({3}, {-100, 0, 3})},
            {tensor<float>({3}, {-2, 0, 3})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  const float alpha = node.real("alpha");
  return map_each<AllFloats>(io, [alpha](auto x) { return activations::elu(x, decltype(x)(alpha)); });
}
}  // namespace

BYOM_OP(keras_elu) {
  return Op(schema()).infer(same_as_first).kernel(compute).layer(Layer().both("ELU"));
}

}  // namespace byom::op_keras_elu
