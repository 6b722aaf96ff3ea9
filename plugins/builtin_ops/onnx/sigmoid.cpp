// Sigmoid: 1 / (1 + exp(-x)).
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/activations.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_sigmoid {
namespace {

Schema schema() {
  Schema s = unary_schema("Sigmoid", {6, 13}, "1 / (1 + exp(-x)).", floating);
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0.5F, 0.7310586F, 0.26894143F})});
  s.example("far out", {}, {tensor<float>({2}, {-100, 100})}, {tensor<float>({2}, {0, 1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return activations::sigmoid(x); });
}
}  // namespace

BYOM_OP(sigmoid) {
  return Op(schema())
      .infer(same_as_first)
      .translate(becomes("Activation", {{"activation", "sigmoid"}}))
      .kernel(compute);
}

}  // namespace byom::op_sigmoid
