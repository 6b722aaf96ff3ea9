// Softmax along one axis.
#include "softmax.hpp"

#include <algorithm>
#include <cmath>

namespace byom::kernels {

namespace {

constexpr std::int64_t side_by_side = 64;

// Columns [0, width) of one slab: element (k, i) is x[k * inner + i].
template <class T, bool logarithm>
void slab(std::int64_t n, std::int64_t inner, std::int64_t width, const T* x, T* y) {
  T largest[side_by_side];
  double sum[side_by_side] = {};
  std::copy_n(x, width, largest);
  for (std::int64_t k = 1; k < n; ++k) {
    for (std::int64_t i = 0; i < width; ++i) largest[i] = std::max(largest[i], x[k * inner + i]);
  }
  for (std::int64_t k = 0; k < n; ++k) {
    for (std::int64_t i = 0; i < width; ++i) {
      const T shifted = x[k * inner + i] - largest[i], power = std::exp(shifted);
      y[k * inner + i] = logarithm ? shifted : power;
      sum[i] += static_cast<double>(power);
    }
  }
  for (std::int64_t i = 0; i < width; ++i) sum[i] = logarithm ? std::log(sum[i]) : sum[i];
  for (std::int64_t k = 0; k < n; ++k) {
    for (std::int64_t i = 0; i < width; ++i) {
      const auto value = static_cast<double>(y[k * inner + i]);
      y[k * inner + i] = static_cast<T>(logarithm ? value - sum[i] : value / sum[i]);
    }
  }
}

template <class T, bool logarithm>
void along(const Pool& pool, std::int64_t outer, std::int64_t n, std::int64_t inner, const T* x, T* y) {
  if (n == 0) return;
  const std::int64_t pieces = (inner + side_by_side - 1) / side_by_side;
  const std::int64_t grain =
      std::max<std::int64_t>(1, 4096 / (n * std::clamp<std::int64_t>(inner, 1, side_by_side)));
  pool.for_range(outer * pieces, grain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t from = task % pieces * side_by_side, at = task / pieces * n * inner + from;
      slab<T, logarithm>(n, inner, std::min(side_by_side, inner - from), x + at, y + at);
    }
  });
}

}  // namespace

template <class T>
void softmax(const Pool& pool, std::int64_t outer, std::int64_t n, std::int64_t inner, const T* x, T* y) {
  along<T, false>(pool, outer, n, inner, x, y);
}

template <class T>
void log_softmax(const Pool& pool, std::int64_t outer, std::int64_t n, std::int64_t inner, const T* x, T* y) {
  along<T, true>(pool, outer, n, inner, x, y);
}

template void softmax(const Pool&, std::int64_t, std::int64_t, std::int64_t, const float*, float*);
template void softmax(const Pool&, std::int64_t, std::int64_t, std::int64_t, const double*, double*);
template void log_softmax(const Pool&, std::int64_t, std::int64_t, std::int64_t, const float*, float*);
template void log_softmax(const Pool&, std::int64_t, std::int64_t, std::int64_t, const double*, double*);

}  // namespace byom::kernels
