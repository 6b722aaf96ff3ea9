// Keras's softmax over any axes: exp(x - the logarithm of the sum of exp(x)), in double, in plain loops.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/reduction_layer.hpp"

namespace byom {

// For each slice of x along the reduced axes the logarithm of the sum of exp(x); an empty or all-infinite
// slice gives its maximum.
template <class T>
std::vector<double> log_sums(std::span<const T> x, std::span<const std::int64_t> shape,
                             const std::vector<bool>& reduced, std::size_t slices) {
  std::vector<double> largest(slices, -std::numeric_limits<double>::infinity()), sum(slices, 0);
  const auto at = [&](std::size_t i) { return static_cast<double>(widen(x[i])); };
  each_pair(shape, reduced,
            [&](std::size_t from, std::size_t to) { largest[to] = std::max(largest[to], at(from)); });
  each_pair(shape, reduced,
            [&](std::size_t from, std::size_t to) { sum[to] += std::exp(at(from) - largest[to]); });
  for (std::size_t i = 0; i < slices; ++i)
    if (std::isfinite(largest[i])) largest[i] += std::log(sum[i]);
  return largest;
}

// y = f(x - log_sum) element by element.
template <class F>
Result<Done> less_log_sum(const Node& node, Io& io, F f) {
  const auto shape = io.shape(0);
  BYOM_TRY(const auto reduced, reduced_axes(node, static_cast<std::int64_t>(shape.size())));
  std::size_t slices = 1;
  for (std::size_t d = 0; d < shape.size(); ++d)
    slices *= reduced[d] ? 1 : static_cast<std::size_t>(shape[d]);
  return with_type<AllFloats>(io.dtype(0), [&]<class T>(std::type_identity<T>) {
    const auto sums = log_sums<T>(io.in<T>(0), shape, reduced, slices);
    const auto in = io.in<T>(0);
    const auto out = io.out<T>(0);
    each_pair(shape, reduced, [&](std::size_t from, std::size_t to) {
      out[from] = narrow<T>(f(static_cast<double>(widen(in[from])) - sums[to]));
    });
  });
}

}  // namespace byom
