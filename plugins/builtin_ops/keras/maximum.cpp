// Maximum: the larger elements of the inputs, sample by sample.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/merge_layer.hpp"

namespace byom::op_keras_maximum {
namespace {

Schema schema() {
  Schema s = merge_schema("Maximum", "The larger elements of the inputs.");
  s.example("two tensors", {}, {tensor<float>({1, 2}, {1, 5}), tensor<float>({1, 2}, {3, 4})},
            {tensor<float>({1, 2}, {3, 5})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return fold_inputs<AllFloats>(io, arithmetic::Larger());
}
}  // namespace

BYOM_OP(keras_maximum) {
  return Op(schema()).infer(infer_merge).kernel(compute).layer(merge_form("Maximum"));
}

}  // namespace byom::op_keras_maximum
