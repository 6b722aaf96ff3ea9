// ops.Isinf: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_isinf {
namespace {

Schema schema() {
  Schema s = operation_schema("Isinf", "Whether the element is infinite.", floating);
  s.example("both signs", {}, {tensor<float>({4}, {-INFINITY, INFINITY, 0, NAN})},
            {tensor<bool>({4}, {true, true, false, false})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return test_each<AllFloats>(io, [](auto x) { return std::isinf(x); });
}
}  // namespace

BYOM_OP(keras_ops_isinf) {
  return Op(schema())
      .infer(truth_like_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Isinf", "(ops.isinf if ops else tf.math.is_inf)(x)"));
}

}  // namespace byom::op_keras_ops_isinf
