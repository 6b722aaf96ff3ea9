// Subtract: the first input less the second, sample by sample.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/merge_layer.hpp"

namespace byom::op_keras_subtract {
namespace {

Schema schema() {
  Schema s = merge_schema("Subtract", "The first input less the second.");
  s.example("two tensors", {}, {tensor<float>({1, 2}, {1, 2}), tensor<float>({1, 2}, {10, 20})},
            {tensor<float>({1, 2}, {-9, -18})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return fold_inputs<AllFloats>(io, arithmetic::Minus());
}
}  // namespace

BYOM_OP(keras_subtract) {
  return Op(schema()).infer(infer_merge).kernel(compute).layer(merge_form("Subtract"));
}

}  // namespace byom::op_keras_subtract
