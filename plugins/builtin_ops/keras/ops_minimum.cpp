// ops.Minimum: the smaller of x1 and x2; NaN where either is, broadcast.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/binary_layer.hpp"

namespace byom::op_keras_ops_minimum {
namespace {

Schema schema() {
  Schema s = binary_operation_schema("Minimum", "The smaller of x1 and x2; NaN where either is.", numeric);
  s.example("two tensors", {}, {tensor<float>({3}, {1, NAN, 2}), tensor<float>({3}, {2, 0, NAN})},
            {tensor<float>({3}, {1, NAN, NAN})});
  s.example("a number as key", {{"x2", std::int64_t{0}}}, {tensor<std::int32_t>({2}, {1, -5})},
            {tensor<std::int32_t>({2}, {0, -5})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return combine_operands<AllNumbers>(node, io, arithmetic::Smaller());
}
}  // namespace

BYOM_OP(keras_ops_minimum) {
  return Op(schema())
      .infer([](const Node& node) { return infer_binary_operation(node); })
      .kernel(compute)
      .layer(binary_operation_form("Minimum", "(ops or tf).minimum(x1, x2)"));
}

}  // namespace byom::op_keras_ops_minimum
