// ops.Tan: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_tan {
namespace {

Schema schema() {
  Schema s = operation_schema("Tan", "The tangent of each element, in radians.", floating);
  s.example("eighths", {}, {tensor<float>({3}, {0, 0.7853982F, -0.7853982F})},
            {tensor<float>({3}, {0, 1, -1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::tan(x); });
}
}  // namespace

BYOM_OP(keras_ops_tan) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Tan", "(ops or tf).tan(x)"));
}

}  // namespace byom::op_keras_ops_tan
