// ops.Add: x1 + x2, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_add {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("Add", "x1 + x2.", numeric);
  s.example("two tensors", {}, {tensor<float>({2}, {1, 2}), tensor<float>({2}, {10, 20})},
            {tensor<float>({2}, {11, 22})});
  s.example("a number as key", {{"x2", 0.5F}}, {tensor<float>({2}, {1, 2})},
            {tensor<float>({2}, {1.5F, 2.5F})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<AllNumbers>(node, io, arithmetic::Plus());
}
}  // namespace

BYOM_OP(keras_ops_add) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node); })
      .kernel(compute)
      .layer(binary_operation_form("Add", "x1 + x2"));
}

}  // namespace byom::op_keras_ops_add
