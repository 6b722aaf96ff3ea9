// ops.LogSoftmax: the logarithm of Softmax along one axis.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/softmax_layer.hpp"

namespace byom::op_keras_ops_log_softmax {
namespace {

Schema schema() {
  Schema s = keras_layer("ops.LogSoftmax");
  s.doc("x less the logarithm of the sum of exp(x) along one axis.");
  s.input("x", floating, "any shape").output("outputs", "shape of x");
  s.attr("axis", std::int64_t{-1}, "the axis");
  s.example("one axis", {{"axis", 1}}, {tensor<float>({1, 2, 1}, {0, 1.0986123F})},
            {tensor<float>({1, 2, 1}, {-1.3862944F, -0.2876821F})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return less_log_sum(node, io, [](double x) { return x; });
}
}  // namespace

BYOM_OP(keras_ops_log_softmax) {
  return Op(schema())
      .infer(same_as_first)
      .kernel(compute)
      .layer(operation_form(nn_operations, "LogSoftmax", {{"axis", "-1"}},
                            "(ops or tf.nn).log_softmax(x, axis=self.axis)"));
}

}  // namespace byom::op_keras_ops_log_softmax
