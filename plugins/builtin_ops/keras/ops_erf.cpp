// ops.Erf: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_erf {
namespace {

Schema schema() {
  Schema s = operation_schema("Erf", "The error function of each element.", floating);
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 0.8427008F, -0.8427008F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::erf(x); });
}
}  // namespace

BYOM_OP(keras_ops_erf) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(math_operations, "Erf", "(ops.erf if ops else tf.math.erf)(x)"));
}

}  // namespace byom::op_keras_ops_erf
