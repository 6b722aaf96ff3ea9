// ops.FloorDivide: x1 / x2, rounded down, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_floor_divide {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("FloorDivide", "x1 / x2, rounded down.", numeric);
  s.example("two tensors", {}, {tensor<float>({2}, {7, -7}), tensor<float>({2}, {2, 2})},
            {tensor<float>({2}, {3, -4})});
  s.example("a number as key", {{"x2", std::int64_t{2}}}, {tensor<std::int32_t>({2}, {7, -7})},
            {tensor<std::int32_t>({2}, {3, -4})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<AllNumbers>(node, io, arithmetic::FloorQuotient());
}
}  // namespace

BYOM_OP(keras_ops_floor_divide) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node); })
      .kernel(compute)
      .layer(binary_operation_form("FloorDivide", "x1 // x2"));
}

}  // namespace byom::op_keras_ops_floor_divide
