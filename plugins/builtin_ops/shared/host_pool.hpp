// The host's threads as the kernels take them.
#pragma once

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/pool.hpp"

namespace byom {

inline kernels::Pool host_pool() {
  return {[](void*, std::uint64_t n, std::uint64_t grain, void (*body)(void*, std::uint64_t, std::uint64_t),
             void* arg) {
            parallel_for(n, grain, [&](std::uint64_t begin, std::uint64_t end) { body(arg, begin, end); });
          },
          nullptr};
}

}  // namespace byom
