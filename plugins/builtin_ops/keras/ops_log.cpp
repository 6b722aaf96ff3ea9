// ops.Log: Keras's operation of that name, element by element.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_keras_ops_log {
namespace {

Schema schema() {
  Schema s = operation_schema("Log", "The natural logarithm of each element.", floating);
  s.example("powers of e", {}, {tensor<float>({2}, {1, 2.7182817F})}, {tensor<float>({2}, {0, 1})});
  return s;
}

Result<Done> compute(const Node&, Io& io) {
  return map_each<AllFloats>(io, [](auto x) { return std::log(x); });
}
}  // namespace

BYOM_OP(keras_ops_log) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(numpy_operations, "Log", "(ops.log if ops else tf.math.log)(x)"));
}

}  // namespace byom::op_keras_ops_log
