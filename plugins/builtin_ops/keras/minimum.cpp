// Minimum: the smaller elements of the inputs, sample by sample.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/merge_layer.hpp"

namespace byom::op_keras_minimum {
namespace {

Schema schema() {
  Schema s = merge_schema("Minimum", "The smaller elements of the inputs.");
  s.example("two tensors", {}, {tensor<float>({1, 2}, {1, 5}), tensor<float>({1, 2}, {3, 4})},
            {tensor<float>({1, 2}, {1, 4})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return fold_inputs<AllFloats>(io, arithmetic::Smaller());
}
}  // namespace

BYOM_OP(keras_minimum) {
  return Op(schema()).infer(infer_merge).kernel(compute).layer(merge_form("Minimum"));
}

}  // namespace byom::op_keras_minimum
