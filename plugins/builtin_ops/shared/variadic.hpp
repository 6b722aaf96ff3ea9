// Operators of any number of tensors, folded from the first to the last: Sum, Max, Min, Mean.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/binary.hpp"

namespace byom {

Schema variadic_schema(std::string_view type, std::vector<std::int64_t> since, std::string_view doc,
                       const char* types);

// The common type, the broadcast shape.
Result<Descs> infer_variadic(const Node& node, ValueRule values = nullptr);

// All inputs as one merge layer, where Keras's fit; nothing else.
std::optional<Val> merged(const Node& node, Keras& keras, const std::string& merge);

// The inputs joined by the rule: one merge layer, or one operation after the other. `role` as in combined().
Result<Val> folded(const Node& node, Keras& keras, const BinaryRule& rule, const std::string& role = "");

// The translation that is all of folded(); one input is passed on.
Translate folds_to(BinaryRule rule);

// out = f(...f(f(in 0, in 1), in 2)...)
template <class List, class F>
Result<Done> fold_inputs(Io& io, F f) {
  const byom_tensor& out = io.raw_out(0);
  if (io.inputs() == 1) {
    if (out.bytes) std::memcpy(out.data, io.raw_in(0).data, out.bytes);
    return done;
  }
  // All of the first two, stretched to the whole output: it can then take the others in place.
  BYOM_CHECK_OK(combine<List>(io.raw_in(0), io.raw_in(1), out, f));
  for (std::size_t i = 2; i < io.inputs(); ++i) BYOM_CHECK_OK(combine<List>(out, io.raw_in(i), out, f));
  return done;
}

}  // namespace byom
