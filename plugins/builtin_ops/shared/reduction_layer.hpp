// Keras's reductions: axis and keepdims, and plain loops of their own (the ONNX operators run through
// kernels/).
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/half.hpp"
#include "plugins/builtin_ops/shared/unary.hpp"

namespace byom {

// x -> outputs with the keys axis (a number, a list, none: all axes) and keepdims.
Schema reduction_schema(const std::string& name, std::string_view doc, const char* types);

// Which axes of x fall together.
Result<std::vector<bool>> reduced_axes(const Node& node, std::int64_t rank);

// The axes that are left; `out_dtype` 0: the type of x. The batch may fall together: ops.Sum of zeros is the
// index of a constant.
Result<Descs> infer_reduction(const Node& node, std::int32_t out_dtype = 0);

// Forms of the operation `name`; `tf_name` is TensorFlow's function of the same meaning.
Layer reduction_form(const std::string& module, const std::string& name, const std::string& tf_name);

// Calls f(element of x, element of the result) for all elements of x, in order.
template <class F>
void each_pair(std::span<const std::int64_t> shape, const std::vector<bool>& reduced, F f) {
  const std::size_t rank = shape.size();
  std::vector<std::size_t> at(rank, 0), step(rank, 0);
  std::size_t stride = 1, n = 1;
  for (std::size_t d = rank; d-- > 0;) {
    if (!reduced[d]) step[d] = stride, stride *= static_cast<std::size_t>(shape[d]);
    n *= static_cast<std::size_t>(shape[d]);
  }
  std::size_t to = 0;
  for (std::size_t from = 0; from < n; ++from) {
    f(from, to);
    for (std::size_t d = rank; d-- > 0;) {
      to += step[d];
      if (++at[d] < static_cast<std::size_t>(shape[d])) break;
      to -= step[d] * at[d];
      at[d] = 0;
    }
  }
}

// `start` as an integer, infinities as the ends of the range.
template <class Acc>
Acc first_of(double start) {
  if constexpr (std::is_integral_v<Acc>) {
    if (start == std::numeric_limits<double>::infinity()) return std::numeric_limits<Acc>::max();
    if (start == -std::numeric_limits<double>::infinity()) return std::numeric_limits<Acc>::lowest();
  }
  return static_cast<Acc>(start);
}

// Each result is start, then join(result, x) for its elements in order, then finish(result, their number).
// Floating sums are taken in double.
template <class List, class Join, class Finish>
Result<Done> fold_axes(const Node& node, Io& io, double start, Join join, Finish finish) {
  node.ignore("keepdims", "the output was made in that shape");
  BYOM_TRY(const auto reduced, reduced_axes(node, static_cast<std::int64_t>(io.shape(0).size())));
  return with_type<List>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    using Acc = std::conditional_t<std::is_integral_v<T>, std::int64_t, double>;
    const auto in = io.in<T>(0);
    const auto out = io.out<T>(0);
    std::vector<Acc> result(out.size(), first_of<Acc>(start));
    each_pair(io.shape(0), reduced, [&](std::size_t from, std::size_t to) {
      result[to] = join(result[to], static_cast<Acc>(widen(in[from])));
    });
    const auto terms = static_cast<Acc>(out.empty() ? 0 : in.size() / out.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = narrow<T>(finish(result[i], terms));
  });
}

}  // namespace byom
