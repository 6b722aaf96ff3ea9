// ops.Min: the smallest element over axes; NaN where one is.
#include <cmath>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/arithmetic.hpp"
#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/reduction_layer.hpp"

namespace byom::op_keras_ops_min {
namespace {

Schema schema() {
  Schema s = reduction_schema("Min", "The smallest element over axes; NaN where one is.", numeric);
  s.example("one axis", {{"axis", std::vector<std::int64_t>{1}}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2}, {1, 3})});
  s.example("all axes, kept", {{"keepdims", true}}, {tensor<float>({1, 1}, {5})},
            {tensor<float>({1, 1}, {5})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  return fold_axes<AllNumbers>(node, io, INFINITY, arithmetic::Smaller(),
                               [](auto smallest, auto) { return smallest; });
}
}  // namespace

BYOM_OP(keras_ops_min) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduction(node); })
      .kernel(compute)
      .layer(reduction_form(numpy_operations, "Min", "reduce_min"));
}

}  // namespace byom::op_keras_ops_min
