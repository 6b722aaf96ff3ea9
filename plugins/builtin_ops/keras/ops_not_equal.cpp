// ops.NotEqual: whether x1 and x2 differ, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_not_equal {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("NotEqual", "Whether x1 and x2 differ.", any_type);
  s.example("two tensors", {}, {tensor<float>({2}, {1, NAN}), tensor<float>({2}, {1, NAN})},
            {tensor<bool>({2}, {false, true})});
  s.example("a number as key", {{"x2", std::int64_t{2}}}, {tensor<std::int32_t>({2}, {1, 2})},
            {tensor<bool>({2}, {true, false})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<Comparable, bool>(node, io, [](auto a, auto b) { return a != b; });
}
}  // namespace

BYOM_OP(keras_ops_not_equal) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node, BYOM_BOOL); })
      .kernel(compute)
      .layer(binary_operation_form("NotEqual", "(ops or tf).not_equal(x1, x2)"));
}

}  // namespace byom::op_keras_ops_not_equal
