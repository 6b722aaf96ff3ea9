// ops.Multiply: x1 * x2, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_multiply {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("Multiply", "x1 * x2.", numeric);
  s.example("two tensors", {}, {tensor<float>({2}, {1, 2}), tensor<float>({2}, {10, 20})},
            {tensor<float>({2}, {10, 40})});
  s.example("a number as key", {{"x2", std::int64_t{-3}}}, {tensor<std::int32_t>({2}, {1, 2})},
            {tensor<std::int32_t>({2}, {-3, -6})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<AllNumbers>(node, io, arithmetic::Times());
}
}  // namespace

BYOM_OP(keras_ops_multiply) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node); })
      .kernel(compute)
      .layer(binary_operation_form("Multiply", "x1 * x2"));
}

}  // namespace byom::op_keras_ops_multiply
