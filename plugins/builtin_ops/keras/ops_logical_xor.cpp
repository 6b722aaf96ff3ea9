// ops.LogicalXor: true where just one is, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_logical_xor {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("LogicalXor", "True where just one is.", "bool");
  s.example("two tensors", {},
            {tensor<bool>({3}, {true, true, false}), tensor<bool>({3}, {true, false, false})},
            {tensor<bool>({3}, {false, true, false})});
  s.example("a number as key", {{"x2", true}}, {tensor<bool>({2}, {true, false})},
            {tensor<bool>({2}, {false, true})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<Types<bool>>(node, io, [](auto a, auto b) { return a != b; });
}
}  // namespace

BYOM_OP(keras_ops_logical_xor) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node, BYOM_BOOL); })
      .kernel(compute)
      .layer(
          binary_operation_form("LogicalXor", "(ops.logical_xor if ops else tf.math.logical_xor)(x1, x2)"));
}

}  // namespace byom::op_keras_ops_logical_xor
