// ops.Prod: the product over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/reduction_layer.hpp"

namespace byom::op_keras_ops_prod {
namespace {

Schema schema() {
  Schema s = reduction_schema("Prod", "The product over axes.", "float,double,float16,bfloat16,int32,int64");
  s.example("one axis", {{"axis", std::vector<std::int64_t>{1}}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2}, {2, 12})});
  s.example("all axes, kept", {{"keepdims", true}}, {tensor<float>({1, 1}, {5})},
            {tensor<float>({1, 1}, {5})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return fold_axes<Types<float, double, Half, Bfloat16, std::int32_t, std::int64_t>>(
      node, io, 1, arithmetic::Times(), [](auto product, auto) { return product; });
}
}  // namespace

BYOM_OP(keras_ops_prod) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduction(node); })
      .kernel(compute)
      .layer(reduction_form(numpy_operations, "Prod", "reduce_prod"));
}

}  // namespace byom::op_keras_ops_prod
