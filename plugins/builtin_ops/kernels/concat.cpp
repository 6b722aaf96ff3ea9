// Joins tensors along one axis, row by row.
#include "concat.hpp"

#include <algorithm>
#include <cstring>

namespace byom::kernels {

void concat(const Pool& pool, std::int64_t outer, std::span<const Part> parts, void* y) {
  std::int64_t row = 0;
  for (const Part& part : parts) row += part.bytes;
  const std::int64_t grain = std::max<std::int64_t>(1, 65536 / std::max<std::int64_t>(1, row));
  pool.for_range(outer, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      char* to = static_cast<char*>(y) + i * row;
      for (const Part& part : parts) {
        if (part.bytes == 0) continue;  // its data may be null
        std::memcpy(to, static_cast<const char*>(part.data) + i * part.bytes,
                    static_cast<std::size_t>(part.bytes));
        to += part.bytes;
      }
    }
  });
}

}  // namespace byom::kernels
