// ops.Mod: the remainder of x1 / x2, with the sign of x2, broadcast.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_mod {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("Mod", "The remainder of x1 / x2, with the sign of x2.", numeric);
  s.example("two tensors", {}, {tensor<float>({2}, {5, -5}), tensor<float>({2}, {3, 3})},
            {tensor<float>({2}, {2, 1})});
  s.example("a number as key", {{"x2", std::int64_t{-3}}}, {tensor<std::int32_t>({2}, {5, -5})},
            {tensor<std::int32_t>({2}, {-1, -2})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<AllNumbers>(node, io, arithmetic::Modulo());
}
}  // namespace

BYOM_OP(keras_ops_mod) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node); })
      .kernel(compute)
      .layer(binary_operation_form("Mod", "x1 % x2"));
}

}  // namespace byom::op_keras_ops_mod
