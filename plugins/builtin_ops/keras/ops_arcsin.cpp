// ops.Arcsin: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_arcsin {
namespace {

Schema schema() {
  Schema s = operation_schema("Arcsin", "The angle whose sine the element is, in radians.", floating);
  s.example("quarter turns", {}, {tensor<float>({3}, {0, 1, -1})},
            {tensor<float>({3}, {0, 1.5707964F, -1.5707964F})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::asin(x); });
}
}  // namespace

BYOM_OP(keras_ops_arcsin) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Arcsin", "(ops.arcsin if ops else tf.asin)(x)"));
}

}  // namespace byom::op_keras_ops_arcsin
