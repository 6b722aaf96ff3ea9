// ops.Sinh: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_sinh {
namespace {

Schema schema() {
  Schema s = operation_schema("Sinh", "The hyperbolic sine of each element.", floating);
  s.example("around zero", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 1.1752012F, -1.1752012F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::sinh(x); });
}
}  // namespace

BYOM_OP(keras_ops_sinh) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Sinh", "(ops or tf).sinh(x)"));
}

}  // namespace byom::op_keras_ops_sinh
