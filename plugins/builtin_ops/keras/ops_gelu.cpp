// ops.Gelu: x times the normal distribution's cumulative probability of x.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_gelu {
namespace {

Schema schema() {
  Schema s = operation_schema("Gelu", "x * P(X <= x) of the normal distribution.", floating);
  s.attr("approximate", true, "by the hyperbolic tangent instead of the error function");
  s.example("tanh", {{"approximate", true}}, {tensor<float>({3}, {-1, 0, 1})},
            {tensor<float>({3}, {-0.15880801F, 0, 0.841192F})});
  s.example("exact", {{"approximate", false}}, {tensor<float>({1}, {1})}, {tensor<float>({1}, {0.8413447F})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  if (node.flag("approximate"))
    return map_each<AllFloats>(io, [](auto x) { return activations::tanh_gelu(x); });
  return map_each<AllFloats>(io, [](auto x) { return activations::gelu(x); });
}
}  // namespace

BYOM_OP(keras_ops_gelu) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(nn_operations, "Gelu", {{"approximate", "True"}},
                            "(ops or tf.nn).gelu(x, approximate=self.approximate)"));
}

}  // namespace byom::op_keras_ops_gelu
