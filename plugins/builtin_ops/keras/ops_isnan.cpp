// ops.Isnan: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_isnan {
namespace {

Schema schema() {
  Schema s = operation_schema("Isnan", "Whether the element is no number.", floating);
  s.example("numbers and none", {}, {tensor<float>({3}, {NAN, INFINITY, 0})},
            {tensor<bool>({3}, {true, false, false})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return test_each<AllFloats>(io, [](auto x) { return std::isnan(x); });
}
}  // namespace

BYOM_OP(keras_ops_isnan) {
  return Op(schema())
      .infer(truth_like_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Isnan", "(ops.isnan if ops else tf.math.is_nan)(x)"));
}

}  // namespace byom::op_keras_ops_isnan
