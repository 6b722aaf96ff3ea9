// ONNX's reductions: their axes, their shapes, the kernel over every element type, the chain of Keras
// operations.
#pragma once

#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/reduce.hpp"

namespace byom {

// The schema of Reduce<...>; from the version `as_input` on the axes are an input. Versions 1, 11, 13 and 18
// with `more` behind them.
Schema reduce_schema(std::string_view type, std::string_view doc, std::int64_t as_input = 18,
                     const std::vector<std::int64_t>& more = {});

// Shape rule. `values`: how shape arithmetic goes through the operator. Errors: the batch would be reduced.
Result<Descs> infer_reduce(const Node& node, Dim (*values)(const Dim&, const Dim&) = nullptr);

Result<Done> compute_reduce(const Node& node, Io& io, kernels::Reduction reduction);

// What becomes of the node in Keras: an operation on each element before, the reduction, an operation on each
// result. Empty: none. `integers`: whether Keras keeps integers integers.
struct ReduceRule {
  std::string before, operation, after;
  bool integers;
  std::string global = {};  // Keras's pooling layer of the same meaning over all spatial axes; empty: none
};

// Translate facet; a node that reduces nothing passes its input on.
Translate reduces_by(ReduceRule rule);

}  // namespace byom
