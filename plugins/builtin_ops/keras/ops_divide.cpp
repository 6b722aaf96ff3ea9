// ops.Divide: x1 / x2, of floating numbers, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_divide {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("Divide", "x1 / x2, of floating numbers.", floating);
  s.example("two tensors", {}, {tensor<float>({2}, {1, 2}), tensor<float>({2}, {4, 0})},
            {tensor<float>({2}, {0.25F, INFINITY})});
  s.example("a number as key", {{"x2", 0.5F}}, {tensor<float>({2}, {1, 2})}, {tensor<float>({2}, {2, 4})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<AllFloats>(node, io, arithmetic::Quotient());
}
}  // namespace

BYOM_OP(keras_ops_divide) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node); })
      .kernel(compute)
      .layer(binary_operation_form("Divide", "x1 / x2"));
}

}  // namespace byom::op_keras_ops_divide
