// ops.Square: Keras's operation of that name, element by element.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_square {
namespace {

Schema schema() {
  Schema s = operation_schema("Square", "The square of each element.", numeric);
  s.example("both signs", {}, {tensor<float>({2}, {-2, 3})}, {tensor<float>({2}, {4, 9})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllNumbers>(io, [](auto x) { return arithmetic::Times()(x, x); });
}
}  // namespace

BYOM_OP(keras_ops_square) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Square", "x * x"));
}

}  // namespace byom::op_keras_ops_square
