// Add: the sum of the inputs, sample by sample.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/merge_layer.hpp"

namespace byom::op_keras_add {
namespace {

Schema schema() {
  Schema s = merge_schema("Add", "The sum of the inputs.");
  s.example("two tensors", {}, {tensor<float>({1, 2}, {1, 2}), tensor<float>({1, 2}, {10, 20})},
            {tensor<float>({1, 2}, {11, 22})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return fold_inputs<AllFloats>(io, arithmetic::Plus());
}
}  // namespace

BYOM_OP(keras_add) {
  return Op(schema()).infer(infer_merge).kernel(compute).layer(merge_form("Add"));
}

}  // namespace byom::op_keras_add
