// NegativeLogLikelihoodLoss: minus the log-probability of each label, weighted.
#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/class_loss.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom::op_negative_log_likelihood_loss {
namespace {

Schema schema() {
  Schema s =
      class_loss_schema("NegativeLogLikelihoodLoss", {12, 13, 22},
                        "Minus the log-probability of each label, weighted.", {"input", "target", "weight"});
  s.output("loss", "[N, d...], or one number");
  const Literal scores = tensor<float>({2, 3}, {-1, -2, -3, -4, -5, -6});
  const Literal labels = tensor<std::int64_t>({2}, {0, 2});
  s.example("each label", {{"reduction", "none"}}, {scores, labels}, {tensor<float>({2}, {1, 6})});
  s.example("the mean by weight", {}, {scores, labels, tensor<float>({3}, {3, 1, 1})},
            {tensor<float>({}, {2.25F})});
  s.example("what is ignored does not count", {{"ignore_index", 0}}, {scores, labels},
            {tensor<float>({}, {6})});
  s.example("spatial axes", {{"reduction", "sum"}},
            {tensor<float>({1, 2, 2}, {-1, -2, -3, -4}), tensor<std::int32_t>({1, 2}, {1, 0})},
            {tensor<float>({}, {5})});
  return s;
}

Result<Descs> infer(const Node& node) {
  BYOM_TRY(const Desc loss, class_loss_output(node));
  return Descs{loss};
}

Result<Done> compute(const Node& node, Io& io) {
  return compute_class_loss(node, io, numbers_of<double>(io, 0));
}
}  // namespace

BYOM_OP(negative_log_likelihood_loss) {
  return Op(schema()).infer(infer).translate(refuse_loss).kernel(compute);
}

}  // namespace byom::op_negative_log_likelihood_loss
