// Softmax along one axis, and its logarithm.
#pragma once

#include <cstdint>

#include "pool.hpp"

namespace byom::kernels {

/// x[outer, n, inner] -> y of the same shape (may be x), along n: exp(x - max) / sum of these. For float and
/// double.
template <class T>
void softmax(const Pool& pool, std::int64_t outer, std::int64_t n, std::int64_t inner, const T* x, T* y);

/// The same along n: x - max - log(sum of exp(x - max)).
template <class T>
void log_softmax(const Pool& pool, std::int64_t outer, std::int64_t n, std::int64_t inner, const T* x, T* y);

}  // namespace byom::kernels
