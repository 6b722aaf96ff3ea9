// ops.Arcsinh: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_arcsinh {
namespace {

Schema schema() {
  Schema s = operation_schema("Arcsinh", "The inverse of the hyperbolic sine.", floating);
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 0.8813736F, -0.8813736F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::asinh(x); });
}
}  // namespace

BYOM_OP(keras_ops_arcsinh) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Arcsinh", "(ops.arcsinh if ops else tf.asinh)(x)"));
}

}  // namespace byom::op_keras_ops_arcsinh
