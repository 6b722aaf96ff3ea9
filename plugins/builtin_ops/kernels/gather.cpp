// Picks slabs along one axis by index.
#include "gather.hpp"

#include <algorithm>
#include <cstring>

namespace byom::kernels {

template <class Index>
bool gather(const Pool& pool, std::int64_t outer, std::int64_t n, std::int64_t inner_bytes, const void* x,
            const Index* indices, std::int64_t count, void* y) {
  if (!std::all_of(indices, indices + count, [n](Index i) { return i >= -n && i < n; })) return false;
  const std::int64_t grain = std::max<std::int64_t>(1, 65536 / std::max<std::int64_t>(1, inner_bytes));
  pool.for_range(inner_bytes == 0 ? 0 : outer * count, grain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t index = indices[i % count];
      const char* from =
          static_cast<const char*>(x) + (i / count * n + (index < 0 ? index + n : index)) * inner_bytes;
      std::memcpy(static_cast<char*>(y) + i * inner_bytes, from, static_cast<std::size_t>(inner_bytes));
    }
  });
  return true;
}

template bool gather(const Pool&, std::int64_t, std::int64_t, std::int64_t, const void*, const std::int32_t*,
                     std::int64_t, void*);
template bool gather(const Pool&, std::int64_t, std::int64_t, std::int64_t, const void*, const std::int64_t*,
                     std::int64_t, void*);

}  // namespace byom::kernels
