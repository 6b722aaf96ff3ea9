// Parallel loops of kernels: the host's threads, with cuts that do not depend on how many there are.
#pragma once

#include <cstdint>
#include <type_traits>

#include <byom/plugin.h>
#include <byom/types.hpp>

namespace byom {

// Calls f(begin, end) for consecutive pieces of [0, n), each of `grain` (the last may be shorter). Pieces may
// run at once; f must not throw.
template <class F>
void parallel_for(std::uint64_t n, std::uint64_t grain, F&& f) {
  using Function = std::remove_reference_t<F>;
  const byom_range_fn call = [](void* arg, std::uint64_t begin, std::uint64_t end) noexcept {
    (*static_cast<Function*>(arg))(begin, end);
  };
  serving.host->parallel_for(serving.ctx, n, grain, call, const_cast<void*>(static_cast<const void*>(&f)));
}

}  // namespace byom
