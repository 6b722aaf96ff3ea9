// ops.Max: the largest element over axes; NaN where one is.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/reduction_layer.hpp"

namespace byom::op_keras_ops_max {
namespace {

Schema schema() {
  Schema s = reduction_schema("Max", "The largest element over axes; NaN where one is.", numeric);
  s.example("one axis", {{"axis", std::vector<std::int64_t>{1}}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2}, {2, 4})});
  s.example("all axes, kept", {{"keepdims", true}}, {tensor<float>({1, 1}, {5})},
            {tensor<float>({1, 1}, {5})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return fold_axes<AllNumbers>(node, io, -INFINITY, arithmetic::Larger(),
                               [](auto largest, auto) { return largest; });
}
}  // namespace

BYOM_OP(keras_ops_max) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduction(node); })
      .kernel(compute)
      .layer(reduction_form(numpy_operations, "Max", "reduce_max"));
}

}  // namespace byom::op_keras_ops_max
