// ops.Greater: whether x1 > x2, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_greater {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("Greater", "Whether x1 > x2.", numeric);
  s.example("two tensors", {}, {tensor<float>({3}, {1, 2, NAN}), tensor<float>({3}, {1, 1, 1})},
            {tensor<bool>({3}, {false, true, false})});
  s.example("a number as key", {{"x2", std::int64_t{2}}}, {tensor<std::int32_t>({2}, {1, 3})},
            {tensor<bool>({2}, {false, true})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<AllNumbers, bool>(node, io, [](auto a, auto b) { return a > b; });
}
}  // namespace

BYOM_OP(keras_ops_greater) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node, BYOM_BOOL); })
      .kernel(compute)
      .layer(binary_operation_form("Greater", "(ops or tf).greater(x1, x2)"));
}

}  // namespace byom::op_keras_ops_greater
