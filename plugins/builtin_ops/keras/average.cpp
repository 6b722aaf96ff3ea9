// Average: the arithmetic mean of the inputs, sample by sample.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/merge_layer.hpp"

namespace byom::op_keras_average {
namespace {

Schema schema() {
  Schema s = merge_schema("Average", "The arithmetic mean of the inputs.");
  s.example("three tensors", {},
            {tensor<float>({1, 2}, {1, 2}), tensor<float>({1, 2}, {2, 4}), tensor<float>({1, 2}, {6, 0})},
            {tensor<float>({1, 2}, {3, 2})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  BYOM_CHECK_OK(fold_inputs<AllFloats>(io, arithmetic::Plus()));
  const std::size_t n = io.inputs();
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    for (T& x : io.out<T>(0)) x = narrow<T>(widen(x) / static_cast<float>(n));
  });
}
}  // namespace

BYOM_OP(keras_average) {
  return Op(schema()).infer(infer_merge).kernel(compute).layer(merge_form("Average"));
}

}  // namespace byom::op_keras_average
