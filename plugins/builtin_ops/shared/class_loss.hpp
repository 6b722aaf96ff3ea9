// Losses of scores for classes against labels: NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <byom/op.hpp>

namespace byom {

// The schema without examples: scores [N, C, d...], labels [N, d...], weights [C]. `names`: of the three
// inputs.
Schema class_loss_schema(std::string_view type, std::vector<std::int64_t> since, std::string_view doc,
                         const std::vector<std::string>& names);

// The loss of each label, or without shape where they are reduced. Errors: shapes that do not fit, and a
// reduction over the batch.
Result<Desc> class_loss_output(const Node& node);

// Losses are for training, which Keras does with its own.
Result<Vals> refuse_loss(const Node& node, Keras& keras);

// Output 0 from log-probabilities [N, C, d...]; labels, weights and attributes are those of the node.
Result<Done> compute_class_loss(const Node& node, Io& io, const std::vector<double>& log_probabilities);

}  // namespace byom
