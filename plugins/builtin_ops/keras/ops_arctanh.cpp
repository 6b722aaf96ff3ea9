// ops.Arctanh: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_arctanh {
namespace {

Schema schema() {
  Schema s = operation_schema("Arctanh", "The inverse of the hyperbolic tangent.", floating);
  s.example("around zero", {}, {tensor<float>({3}, {0, 0.5F, -0.5F})},
            {tensor<float>({3}, {0, 0.54930615F, -0.54930615F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::atanh(x); });
}
}  // namespace

BYOM_OP(keras_ops_arctanh) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Arctanh", "(ops.arctanh if ops else tf.atanh)(x)"));
}

}  // namespace byom::op_keras_ops_arctanh
