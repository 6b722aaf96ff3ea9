// out = condition ? x : y, broadcast, of elements of any size.
#pragma once

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/bits.hpp"
#include "plugins/builtin_ops/kernels/broadcast.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"

namespace byom {

inline Result<Done> choose(const byom_tensor& condition, const byom_tensor& x, const byom_tensor& y,
                           const byom_tensor& out) {
  const auto dims = [](const byom_tensor& t) {
    return kernels::Dims(t.shape, static_cast<std::size_t>(t.rank));
  };
  std::uint64_t n = 1;
  for (const std::int64_t extent : dims(out)) n *= static_cast<std::uint64_t>(extent);
  if (n == 0) return done;
  kernels::with_bits(out.bytes / n, [&]<class T>(T) {
    kernels::ternary(host_pool(), static_cast<const bool*>(condition.data), dims(condition),
                     static_cast<const T*>(x.data), dims(x), static_cast<const T*>(y.data), dims(y),
                     static_cast<T*>(out.data), dims(out),
                     [](bool holds, T first, T second) { return holds ? first : second; });
  });
  return done;
}

}  // namespace byom
