// What the kernel tests share: random tensors, a pool that really cuts and really uses threads, closeness.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "pool.hpp"

namespace byom::kernels::testing {

inline std::mt19937& generator() {
  static std::mt19937 engine(20240607);
  return engine;
}

inline std::int64_t random_between(std::int64_t low, std::int64_t high) {
  return std::uniform_int_distribution<std::int64_t>(low, high)(generator());
}

template <class T>
std::vector<T> random_vector(std::int64_t n, double low = -1, double high = 1) {
  std::uniform_real_distribution<double> value(low, high);
  std::vector<T> x(static_cast<std::size_t>(n));
  for (T& e : x) e = static_cast<T>(value(generator()));
  return x;
}

/// Runs pieces of at most `grain` on two threads, odd ones on the second.
inline Pool two_threads() {
  Pool pool;
  pool.run = [](void*, std::uint64_t n, std::uint64_t grain,
                void (*body)(void*, std::uint64_t, std::uint64_t), void* arg) {
    const auto half = [=](std::uint64_t first) {
      for (std::uint64_t at = first * grain; at < n; at += 2 * grain) body(arg, at, std::min(n, at + grain));
    };
    std::thread other(half, 1);
    half(0);
    other.join();
  };
  return pool;
}

/// The largest difference over the largest expected magnitude (at least 1).
template <class T, class U>
double relative_error(const std::vector<T>& actual, const std::vector<U>& expected) {
  REQUIRE(actual.size() == expected.size());
  double largest = 1, difference = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    if (std::isnan(static_cast<double>(actual[i])) != std::isnan(static_cast<double>(expected[i])))
      return INFINITY;
    if (actual[i] == static_cast<T>(expected[i])) continue;
    largest = std::max(largest, std::abs(static_cast<double>(expected[i])));
    difference =
        std::max(difference, std::abs(static_cast<double>(actual[i]) - static_cast<double>(expected[i])));
  }
  return difference / largest;
}

}  // namespace byom::kernels::testing
