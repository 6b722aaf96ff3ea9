// ops.LogicalOr: true where one is, or both, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_logical_or {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("LogicalOr", "True where one is, or both.", "bool");
  s.example("two tensors", {},
            {tensor<bool>({3}, {true, true, false}), tensor<bool>({3}, {true, false, false})},
            {tensor<bool>({3}, {true, true, false})});
  s.example("a number as key", {{"x2", true}}, {tensor<bool>({2}, {true, false})},
            {tensor<bool>({2}, {true, true})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<Types<bool>>(node, io, [](auto a, auto b) { return a || b; });
}
}  // namespace

BYOM_OP(keras_ops_logical_or) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node, BYOM_BOOL); })
      .kernel(compute)
      .layer(binary_operation_form("LogicalOr", "(ops or tf).logical_or(x1, x2)"));
}

}  // namespace byom::op_keras_ops_logical_or
