// ops.Cos: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_cos {
namespace {

Schema schema() {
  Schema s = operation_schema("Cos", "The cosine of each element, in radians.", floating);
  s.example("half and whole turns", {}, {tensor<float>({2}, {0, 3.1415927F})}, {tensor<float>({2}, {1, -1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::cos(x); });
}
}  // namespace

BYOM_OP(keras_ops_cos) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Cos", "(ops or tf).cos(x)"));
}

}  // namespace byom::op_keras_ops_cos
