// ops.Arccosh: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_arccosh {
namespace {

Schema schema() {
  Schema s = operation_schema("Arccosh", "The inverse of the hyperbolic cosine; NaN below 1.", floating);
  s.example("from one on", {}, {tensor<float>({2}, {1, 2})}, {tensor<float>({2}, {0, 1.3169579F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::acosh(x); });
}
}  // namespace

BYOM_OP(keras_ops_arccosh) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Arccosh", "(ops.arccosh if ops else tf.acosh)(x)"));
}

}  // namespace byom::op_keras_ops_arccosh
