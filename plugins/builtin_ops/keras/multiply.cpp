// Multiply: the product of the inputs, sample by sample.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/merge_layer.hpp"

namespace byom::op_keras_multiply {
namespace {

Schema schema() {
  Schema s = merge_schema("Multiply", "The product of the inputs.");
  s.example("two tensors", {}, {tensor<float>({1, 2}, {1, 2}), tensor<float>({1, 2}, {10, 20})},
            {tensor<float>({1, 2}, {10, 40})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return fold_inputs<AllFloats>(io, arithmetic::Times());
}
}  // namespace

BYOM_OP(keras_multiply) {
  return Op(schema()).infer(infer_merge).kernel(compute).layer(merge_form("Multiply"));
}

}  // namespace byom::op_keras_multiply
