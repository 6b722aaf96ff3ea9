// ops.Sin: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_sin {
namespace {

Schema schema() {
  Schema s = operation_schema("Sin", "The sine of each element, in radians.", floating);
  s.example("quarter turns", {}, {tensor<float>({3}, {0, 1.5707964F, -1.5707964F})},
            {tensor<float>({3}, {0, 1, -1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::sin(x); });
}
}  // namespace

BYOM_OP(keras_ops_sin) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Sin", "(ops or tf).sin(x)"));
}

}  // namespace byom::op_keras_ops_sin
