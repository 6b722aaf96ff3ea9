// The one way a kernel uses more than one thread: a runner lent by the caller.
#pragma once

#include <cstdint>
#include <type_traits>

namespace byom::kernels {

/// Runs `body(arg, begin, end)` over ranges that together cover [0, n) once, each of at most about `grain`
/// indices, possibly at the same time on several threads, and returns when all are done.
using Parallel = void (*)(void* context, std::uint64_t n, std::uint64_t grain,
                          void (*body)(void* arg, std::uint64_t begin, std::uint64_t end), void* arg);

/// A runner with its context. Without a runner everything runs on the calling thread.
/// What a kernel writes for one index depends on that index alone, never on where the runner cuts; results
/// are therefore bit-identical for every number of threads. A body takes up to 320 KiB of its thread's stack.
struct Pool {
  Parallel run = nullptr;
  void* context = nullptr;

  /// Calls `body(begin, end)` (int64) over [0, n). `body` must not throw. grain 0 counts as 1.
  template <class Body>
  void for_range(std::int64_t n, std::int64_t grain, Body&& body) const {
    if (n <= 0) return;
    using Plain = std::remove_reference_t<Body>;
    // Not inlined, lest every body stand here twice.
    const auto call = [](void* arg, std::uint64_t begin, std::uint64_t end) __attribute__((noinline)) {
      (*static_cast<Plain*>(arg))(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end));
    };
    void* const arg = const_cast<void*>(static_cast<const void*>(&body));
    if (run == nullptr || n <= grain) return call(arg, 0, static_cast<std::uint64_t>(n));
    run(context, static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(grain > 0 ? grain : 1), call, arg);
  }
};

}  // namespace byom::kernels
