// Softmax: exp(x) over its sum along an axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/softmax_node.hpp"

namespace byom::op_softmax {
namespace {

Schema schema() {
  Schema s = softmax_schema("Softmax", "exp(x) over its sum along an axis.");
  s.example("last axis", {}, {tensor<float>({1, 2, 2}, {0, 0, 0, 1.0986123F})},
            {tensor<float>({1, 2, 2}, {0.5F, 0.5F, 0.25F, 0.75F})});
  s.example("large numbers, another axis", {{"axis", std::int64_t{-2}}},
            {tensor<float>({1, 2, 2}, {1000, 0, 1000, 0})},
            {tensor<float>({1, 2, 2}, {0.5F, 0.5F, 0.5F, 0.5F})});
  s.example("all axes behind the first", {}, {tensor<float>({1, 2, 2}, {0, 0, 0, 1.0986123F})},
            {tensor<float>({1, 2, 2}, {0.16666667F, 0.16666667F, 0.16666667F, 0.5F})}, 11);
  return s;
}

Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const auto axes, named_axes(node));
  const AttrValue axis = axes.size() == 1 ? AttrValue(axes[0]) : AttrValue(axes);
  return Vals{keras.layer("Softmax", {{"axis", axis}}, {keras.input(0)})};
}

Result<Done> compute(const Node& node, Io& io) {
  return compute_softmax(node, io, [](auto... arguments) { kernels::softmax(arguments...); });
}
}  // namespace

BYOM_OP(softmax) {
  return Op(schema()).infer(infer_softmax).translate(translate).kernel(compute);
}

}  // namespace byom::op_softmax
