// ops.Power: x1 to the power of x2, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_power {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("Power", "x1 to the power of x2.", numeric);
  s.example("two tensors", {}, {tensor<float>({2}, {2, 3}), tensor<float>({2}, {3, -1})},
            {tensor<float>({2}, {8, 0.33333334F})});
  s.example("a number as key", {{"x2", std::int64_t{3}}}, {tensor<std::int32_t>({2}, {2, -3})},
            {tensor<std::int32_t>({2}, {8, -27})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<AllNumbers>(node, io, arithmetic::Power());
}
}  // namespace

BYOM_OP(keras_ops_power) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node); })
      .kernel(compute)
      .layer(binary_operation_form("Power", "(ops.power if ops else tf.pow)(x1, x2)"));
}

}  // namespace byom::op_keras_ops_power
