// ops.Sum: Keras's sum over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/reduction_layer.hpp"

namespace byom::op_keras_ops_sum {
namespace {

Schema schema() {
  Schema s = reduction_schema("Sum", "The sum over axes.", "float,double,float16,bfloat16,int32,int64");
  s.example("one axis", {{"axis", std::vector<std::int64_t>{1}}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2}, {3, 7})});
  s.example("all axes, kept", {{"keepdims", true}}, {tensor<std::int32_t>({1, 2}, {5, -3})},
            {tensor<std::int32_t>({1, 1}, {2})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return fold_axes<Types<float, double, Half, Bfloat16, std::int32_t, std::int64_t>>(
      node, io, 0, arithmetic::Plus(), [](auto sum, auto) { return sum; });
}
}  // namespace

BYOM_OP(keras_ops_sum) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduction(node); })
      .kernel(compute)
      .layer(reduction_form(numpy_operations, "Sum", "reduce_sum"));
}

}  // namespace byom::op_keras_ops_sum
