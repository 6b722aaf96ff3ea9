// ops.Arccos: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_arccos {
namespace {

Schema schema() {
  Schema s = operation_schema("Arccos", "The angle whose cosine the element is, in radians.", floating);
  s.example("half and quarter turns", {}, {tensor<float>({3}, {1, 0, -1})},
            {tensor<float>({3}, {0, 1.5707964F, 3.1415927F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::acos(x); });
}
}  // namespace

BYOM_OP(keras_ops_arccos) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Arccos", "(ops.arccos if ops else tf.acos)(x)"));
}

}  // namespace byom::op_keras_ops_arccos
