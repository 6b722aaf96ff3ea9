// Picks slabs along one axis by index.
#pragma once

#include <cstdint>

#include "pool.hpp"

namespace byom::kernels {

/// y[outer, count, inner_bytes] = x[outer, n, inner_bytes] at `indices`, which are in [-n, n), negative ones
/// from the end. Returns false, and writes nothing, when an index is outside. For int32 and int64 indices.
template <class Index>
[[nodiscard]] bool gather(const Pool& pool, std::int64_t outer, std::int64_t n, std::int64_t inner_bytes,
                          const void* x, const Index* indices, std::int64_t count, void* y);

}  // namespace byom::kernels
