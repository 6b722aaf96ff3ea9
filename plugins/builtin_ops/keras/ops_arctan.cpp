// ops.Arctan: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_arctan {
namespace {

Schema schema() {
  Schema s = operation_schema("Arctan", "The angle whose tangent the element is, in radians.", floating);
  s.example("eighths", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 0.7853982F, -0.7853982F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::atan(x); });
}
}  // namespace

BYOM_OP(keras_ops_arctan) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Arctan", "(ops.arctan if ops else tf.atan)(x)"));
}

}  // namespace byom::op_keras_ops_arctan
