// ops.Absolute: Keras's operation of that name, element by element.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_absolute {
namespace {

Schema schema() {
  Schema s = operation_schema("Absolute", "The absolute value of each element.", numeric);
  s.example("around zero", {}, {tensor<float>({3}, {-2.5F, -0.0F, 3})}, {tensor<float>({3}, {2.5F, 0, 3})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllNumbers>(io, [](auto x) { return arithmetic::Magnitude()(x); });
}
}  // namespace

BYOM_OP(keras_ops_absolute) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Absolute", "abs(x)"));
}

}  // namespace byom::op_keras_ops_absolute
