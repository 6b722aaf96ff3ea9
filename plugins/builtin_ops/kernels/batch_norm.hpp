// Batch normalization with given statistics, in two orders of arithmetic.
#pragma once

#include <cstdint>

#include "pool.hpp"

namespace byom::kernels {

/// x[outer, channels, inner] -> y of the same shape; y may be x. One value of each parameter per channel.
struct ChannelShape {
  std::int64_t outer = 1, channels = 1, inner = 1;
};

/// y = (x - mean) / sqrt(variance + epsilon) * scale + bias, operation by operation; for float and double.
template <class T>
void batch_norm(const Pool& pool, const ChannelShape& shape, const T* x, const T* scale, const T* bias,
                const T* mean, const T* variance, T epsilon, T* y);

/// k = scale / sqrt(variance + epsilon), y = x * k + (bias - mean * k); a null scale is 1, a null bias 0.
template <class T>
void batch_norm_folded(const Pool& pool, const ChannelShape& shape, const T* x, const T* scale, const T* bias,
                       const T* mean, const T* variance, T epsilon, T* y);

}  // namespace byom::kernels
