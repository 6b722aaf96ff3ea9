// ops.Logsumexp: the logarithm of the sum of exp(x) over axes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/keras_operation.hpp"
#include "plugins/builtin_ops/shared/softmax_layer.hpp"

namespace byom::op_keras_ops_logsumexp {
namespace {

Schema schema() {
  Schema s = reduction_schema("Logsumexp", "The logarithm of the sum of exp(x) over axes.", floating);
  s.example("one axis", {{"axis", std::vector<std::int64_t>{1}}}, {tensor<float>({2, 2}, {1, 2, 3, 4})},
            {tensor<float>({2}, {2.3132617F, 4.3132615F})});
  s.example("large numbers, all axes", {}, {tensor<float>({2}, {1000, 0})}, {tensor<float>({}, {1000})});
  return s;
}

Result<Done> compute(const Node& node, Io& io) {
  node.ignore("keepdims", "the output was made in that shape");
  BYOM_TRY(const auto reduced, reduced_axes(node, static_cast<std::int64_t>(io.shape(0).size())));
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const auto out = io.out<T>(0);
    const auto sums = log_sums<T>(io.in<T>(0), io.shape(0), reduced, out.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = narrow<T>(sums[i]);
  });
}
}  // namespace

BYOM_OP(keras_ops_logsumexp) {
  return Op(schema())
      .infer([](const Node& node) { return infer_reduction(node); })
      .kernel(compute)
      .layer(reduction_form(math_operations, "Logsumexp", "reduce_logsumexp"));
}

}  // namespace byom::op_keras_ops_logsumexp
