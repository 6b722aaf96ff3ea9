// ops.Sqrt: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_sqrt {
namespace {

Schema schema() {
  Schema s = operation_schema("Sqrt", "The square root of each element; NaN below zero.", floating);
  s.example("squares", {}, {tensor<float>({3}, {0, 4, 2})}, {tensor<float>({3}, {0, 2, 1.4142135F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::sqrt(x); });
}
}  // namespace

BYOM_OP(keras_ops_sqrt) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Sqrt", "(ops or tf).sqrt(x)"));
}

}  // namespace byom::op_keras_ops_sqrt
