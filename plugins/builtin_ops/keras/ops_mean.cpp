// ops.Mean: the mean over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/reduction_layer.hpp"

namespace byom::op_keras_ops_mean {
namespace {

Schema schema() {
  Schema s = reduction_schema("Mean", "The mean over axes.", floating);
  s.example("one axis", {{"axis", std::vector<std::int64_t>{1}}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2}, {1.5F, 3.5F})});
  s.example("all axes, kept", {{"keepdims", true}}, {tensor<float>({1, 1}, {5})},
            {tensor<float>({1, 1}, {5})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return fold_axes<AllFloats>(node, io, 0, arithmetic::Plus(),
                              [](auto sum, auto terms) { return sum / terms; });
}
}  // namespace

BYOM_OP(keras_ops_mean) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduction(node); })
      .kernel(compute)
      .layer(reduction_form(numpy_operations, "Mean", "reduce_mean"));
}

}  // namespace byom::op_keras_ops_mean
