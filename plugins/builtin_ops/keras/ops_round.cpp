// ops.Round: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_round {
namespace {

Schema schema() {
  Schema s = operation_schema("Round", "The nearest whole number; halves go to the even one.", floating);
  s.example("halves", {}, {tensor<float>({5}, {0.5F, 1.5F, 2.5F, -0.5F, -1.5F})},
            {tensor<float>({5}, {0, 2, 2, 0, -2})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::nearbyint(x); });
}
}  // namespace

BYOM_OP(keras_ops_round) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Round", "(ops or tf).round(x)"));
}

}  // namespace byom::op_keras_ops_round
