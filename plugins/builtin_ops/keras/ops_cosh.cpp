// ops.Cosh: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_cosh {
namespace {

Schema schema() {
  Schema s = operation_schema("Cosh", "The hyperbolic cosine of each element.", floating);
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {1, 1.5430806F, 1.5430806F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::cosh(x); });
}
}  // namespace

BYOM_OP(keras_ops_cosh) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Cosh", "(ops or tf).cosh(x)"));
}

}  // namespace byom::op_keras_ops_cosh
