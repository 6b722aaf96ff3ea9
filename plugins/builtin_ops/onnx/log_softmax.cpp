// LogSoftmax: the logarithm of Softmax.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/softmax_node.hpp"

namespace byom::op_log_softmax {
namespace {

Schema schema() {
  Schema s = softmax_schema("LogSoftmax", "x less the logarithm of the sum of exp(x) along an axis.");
  s.example("last axis", {}, {tensor<float>({1, 2, 2}, {0, 0, 0, 1.0986123F})},
            {tensor<float>({1, 2, 2}, {-0.6931472F, -0.6931472F, -1.3862944F, -0.2876821F})});
  s.example("large numbers, another axis", {{"axis", std::int64_t{-2}}},
            {tensor<float>({1, 2, 1}, {1000, 900})}, {tensor<float>({1, 2, 1}, {0, -100})});
  s.example("all axes behind the first", {}, {tensor<float>({1, 2, 2}, {0, 0, 0, 1.0986123F})},
            {tensor<float>({1, 2, 2}, {-1.7917595F, -1.7917595F, -1.7917595F, -0.6931472F})}, 11);
  return s;
}

// Keras's operation has one axis; several are written out.
Result<Vals> translate(const Node& node, Keras& keras) {
  BYOM_TRY(const auto axes, named_axes(node));
  const Val x = keras.input(0);
  if (axes.size() == 1) return Vals{keras.layer("ops.LogSoftmax", {{"axis", axes[0]}}, {x})};
  const Val sum = keras.helper("sum", "ops.Logsumexp", {{"axis", axes}, {"keepdims", true}}, {x});
  return Vals{keras.layer("Subtract", {}, {x, sum})};
}

Result<Done> compute(const Node& node, Io& io) {
  return compute_softmax(node, io, [](auto... arguments) { kernels::log_softmax(arguments...); });
}
}  // namespace

BYOM_OP(log_softmax) {
  return Op(schema()).infer(infer_softmax).translate(translate).kernel(compute);
}

}  // namespace byom::op_log_softmax
