// Batch normalization with given statistics.
#include "batch_norm.hpp"

#include <algorithm>
#include <cmath>

#include "dims.hpp"

namespace byom::kernels {

namespace {

// Calls row(channel, offset, n) for runs of one channel. With inner = 1 the runs are single elements.
template <class Row>
void each_run(const Pool& pool, const ChannelShape& s, Row row) {
  const std::int64_t grain = std::max<std::int64_t>(1, element_grain / std::max<std::int64_t>(1, s.inner));
  pool.for_range(s.outer * s.channels, grain, [&](std::int64_t begin, std::int64_t end) {
    std::int64_t channel = begin % s.channels;
    for (std::int64_t run = begin; run < end; ++run) {
      row(channel, run * s.inner, s.inner);
      if (++channel == s.channels) channel = 0;
    }
  });
}

}  // namespace

template <class T>
void batch_norm(const Pool& pool, const ChannelShape& shape, const T* x, const T* scale, const T* bias,
                const T* mean, const T* variance, T epsilon, T* y) {
  each_run(pool, shape, [=](std::int64_t c, std::int64_t at, std::int64_t n) {
    const T center = mean[c], deviation = std::sqrt(variance[c] + epsilon), factor = scale[c],
            shift = bias[c];
    for (std::int64_t i = at; i < at + n; ++i) y[i] = (x[i] - center) / deviation * factor + shift;
  });
}

template <class T>
void batch_norm_folded(const Pool& pool, const ChannelShape& shape, const T* x, const T* scale, const T* bias,
                       const T* mean, const T* variance, T epsilon, T* y) {
  each_run(pool, shape, [=](std::int64_t c, std::int64_t at, std::int64_t n) {
    const T factor = (T{1} / std::sqrt(variance[c] + epsilon)) * (scale ? scale[c] : T{1});
    const T shift = (bias ? bias[c] : T{0}) - mean[c] * factor;
    for (std::int64_t i = at; i < at + n; ++i) y[i] = x[i] * factor + shift;
  });
}

template void batch_norm(const Pool&, const ChannelShape&, const float*, const float*, const float*,
                         const float*, const float*, float, float*);
template void batch_norm(const Pool&, const ChannelShape&, const double*, const double*, const double*,
                         const double*, const double*, double, double*);
template void batch_norm_folded(const Pool&, const ChannelShape&, const float*, const float*, const float*,
                                const float*, const float*, float, float*);
template void batch_norm_folded(const Pool&, const ChannelShape&, const double*, const double*, const double*,
                                const double*, const double*, double, double*);

}  // namespace byom::kernels
