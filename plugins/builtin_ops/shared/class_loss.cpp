// One loop over the labels; what is ignored adds neither loss nor weight.
#include "plugins/builtin_ops/shared/class_loss.hpp"

#include <string>

#include "plugins/builtin_ops/shared/moving.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

Schema class_loss_schema(std::string_view type, std::vector<std::int64_t> since, std::string_view doc,
                         const std::vector<std::string>& names) {
  Schema s = onnx(type, std::move(since));
  s.doc(doc);
  s.input(names[0], floating, "[N, C, d...]").input(names[1], "int32,int64", "classes, [N, d...]").index();
  s.input(names[2], "as " + names[0], "[C], what a label of a class weighs; absent: 1").optional();
  s.attr_of(BYOM_ATTR_INT, "ignore_index", "the label that does not count").optional();
  return s.attr("reduction", "mean", "none, sum, or mean by the weights of the labels");
}

namespace {

// Whether the losses become one number.
Result<bool> reduces(const Node& node) {
  const std::string reduction = node.string("reduction");
  if (reduction != "none" && reduction != "sum" && reduction != "mean")
    return Node::fail("attribute 'reduction' is '" + reduction + "'; none, sum and mean are possible");
  return reduction != "none";
}

}  // namespace

Result<Desc> class_loss_output(const Node& node) {
  const Desc scores = node.input(0), labels = node.input(1), weights = node.input(2);
  if (scores.rank() < 2)
    return Node::fail("its scores have rank " + std::to_string(scores.rank()) +
                      "; batch and classes are needed");
  Shape expected = scores.dims;
  expected.erase(expected.begin() + 1);
  if (!(labels.dims == expected))
    return Node::fail("its labels do not have the shape of its scores without classes");
  if (weights.present() && !(weights.dims == Shape{scores.dims[1]}))
    return Node::fail("its weights are not one number for each class");
  BYOM_TRY(const bool one, reduces(node));
  if (!one) return Desc(scores.dtype, labels.dims);
  for (const Dim& extent : labels.dims)
    if (!extent.is_number()) return Node::fail("it takes one loss of all samples: it mixes samples");
  return Desc(scores.dtype, {});
}

Result<Vals> refuse_loss(const Node& node, Keras&) {
  for (const char* name : {"ignore_index", "reduction"}) node.ignore(name, "it is not converted");
  return Node::fail(
      "it is a loss, and Keras trains with losses of its own; convert the model up to the node before it (-p "
      "NODE)");
}

namespace {

struct Sums {
  double loss = 0, weight = 0;
};

// The loss of every label into `losses`.
Result<Sums> each_loss(const Node& node, Io& io, const std::vector<double>& log_probabilities,
                       std::vector<double>& losses) {
  const auto shape = io.shape(0);
  const std::int64_t classes = shape[1];
  const std::vector<std::int64_t> labels = numbers_of<std::int64_t>(io, 1);
  const std::vector<double> weights = numbers_of<double>(io, 2);
  const bool ignores = node.has("ignore_index");
  const std::int64_t ignored = ignores ? node.integer("ignore_index") : 0;
  const auto inner = static_cast<std::size_t>(count_of(shape, 2, shape.size()));
  Sums sums;
  losses.assign(labels.size(), 0);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (ignores && labels[i] == ignored) continue;
    if (labels[i] < 0 || labels[i] >= classes)
      return Node::fail("a label is " + std::to_string(labels[i]) + ", of " + std::to_string(classes) +
                        " classes");
    const auto label = static_cast<std::size_t>(labels[i]);
    const std::size_t row = i / inner * static_cast<std::size_t>(classes) + label;
    const double weight = weights.empty() ? 1 : weights[label];
    losses[i] = -weight * log_probabilities[row * inner + i % inner];
    sums.loss += losses[i];
    sums.weight += weight;
  }
  return sums;
}

}  // namespace

Result<Done> compute_class_loss(const Node& node, Io& io, const std::vector<double>& log_probabilities) {
  std::vector<double> losses;
  BYOM_TRY(const Sums sums, each_loss(node, io, log_probabilities, losses));
  const std::string reduction = node.string("reduction");
  if (reduction != "none") losses.assign(1, reduction == "sum" ? sums.loss : sums.loss / sums.weight);
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    for (std::size_t i = 0; i < losses.size(); ++i) io.out<T>(0)[i] = narrow<T>(losses[i]);
  });
}

}  // namespace byom
