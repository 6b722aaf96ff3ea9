// ops.LogicalAnd: true where both are, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_logical_and {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("LogicalAnd", "True where both are.", "bool");
  s.example("two tensors", {},
            {tensor<bool>({3}, {true, true, false}), tensor<bool>({3}, {true, false, false})},
            {tensor<bool>({3}, {true, false, false})});
  s.example("a number as key", {{"x2", false}}, {tensor<bool>({2}, {true, false})},
            {tensor<bool>({2}, {false, false})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<Types<bool>>(node, io, [](auto a, auto b) { return a && b; });
}
}  // namespace

BYOM_OP(keras_ops_logical_and) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node, BYOM_BOOL); })
      .kernel(compute)
      .layer(binary_operation_form("LogicalAnd", "(ops or tf).logical_and(x1, x2)"));
}

}  // namespace byom::op_keras_ops_logical_and
