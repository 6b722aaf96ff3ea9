// SoftmaxCrossEntropyLoss: NegativeLogLikelihoodLoss of the scores' LogSoftmax over the classes.
#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/softmax.hpp"
#include "plugins/builtin_ops/shared/class_loss.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_softmax_cross_entropy_loss {
namespace {

Schema schema() {
  Schema s = class_loss_schema("SoftmaxCrossEntropyLoss", {12, 13},
                               "Minus the logarithm of each label's probability by softmax, weighted.",
                               {"scores", "labels", "weights"});
  s.output("output", "[N, d...], or one number").output("log_prob", "LogSoftmax of the scores").optional();
  // Equal scores of two classes have the probability 1/2 each.
  const float half = 0.6931472F;
  const Literal scores = tensor<float>({2, 2}, {1, 1, 7, 7}), labels = tensor<std::int64_t>({2}, {0, 1});
  s.example("each label, and the logarithms", {{"reduction", "none"}}, {scores, labels},
            {tensor<float>({2}, {half, half}), tensor<float>({2, 2}, {-half, -half, -half, -half})});
  s.example("the sum by weight", {{"reduction", "sum"}}, {scores, labels, tensor<float>({2}, {1, 2})},
            {tensor<float>({}, {3 * half})});
  s.example("the mean; what is ignored does not count", {{"ignore_index", 1}}, {scores, labels},
            {tensor<float>({}, {half})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Desc loss, class_loss_output(node));
  if (node.outputs() < 2) return Descs{loss};
  return Descs{loss, {loss.dtype, node.input(0).dims}};
}

Result<Vals> translate(const Node& node, Keras& keras) {
  static_cast<void>(node.wanted(1));
  return refuse_loss(node, keras);
}

Result<Done> compute(const Node& node, Io& io) {
  std::vector<double> numbers = numbers_of<double>(io, 0);
  const auto shape = io.shape(0);
  const std::int64_t inner = count_of(shape, 2, shape.size());
  kernels::log_softmax(host_pool(), shape[0], shape[1], inner, numbers.data(), numbers.data());
  BYOM_CHECK_OK(compute_class_loss(node, io, numbers));
  if (!io.wants(1)) return done;
  return with_type<AllFloats>(io.out_dtype(1), [&]<class T>(std::type_identity<T>) {
    for (std::size_t i = 0; i < numbers.size(); ++i) io.out<T>(1)[i] = narrow<T>(numbers[i]);
  });
}
}  // namespace

BYOM_OP(softmax_cross_entropy_loss) {
  return Op(schema()).infer(infer).translate(translate).kernel(compute);
}

}  // namespace byom::op_softmax_cross_entropy_loss
