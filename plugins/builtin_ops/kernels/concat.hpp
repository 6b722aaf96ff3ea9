// Joins tensors along one axis.
#pragma once

#include <cstdint>
#include <span>

#include "pool.hpp"

namespace byom::kernels {

/// One input seen as [outer, bytes]: `bytes` = its size along the axis * everything inside it, in bytes.
struct Part {
  const void* data;
  std::int64_t bytes;
};

/// y[outer, sum of bytes] = the parts side by side.
void concat(const Pool& pool, std::int64_t outer, std::span<const Part> parts, void* y);

}  // namespace byom::kernels
