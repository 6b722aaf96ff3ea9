// ops.Reciprocal: Keras's operation of that name, element by element.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_reciprocal {
namespace {

Schema schema() {
  Schema s = operation_schema("Reciprocal", "One divided by each element.", floating);
  s.example("halves", {}, {tensor<float>({2}, {2, -0.5F})}, {tensor<float>({2}, {0.5F, -2})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return 1 / x; });
}
}  // namespace

BYOM_OP(keras_ops_reciprocal) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Reciprocal", "1 / x"));
}

}  // namespace byom::op_keras_ops_reciprocal
