// Normalization of each sample by itself: groups of channels, shifted and scaled channel by channel.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>

#include <byom/op.hpp>

namespace byom {

// y = (x - mean) / sqrt(variance + epsilon) * scale[c] + bias[c], with mean and variance (summed in double)
// of each sample's channels c in `groups` consecutive groups. x and y are [N, C, ...].
template <class T>
void normalize_groups(std::span<const std::int64_t> dims, std::int64_t groups, double epsilon, const T* x,
                      const T* scale, const T* bias, T* y) {
  const std::int64_t channels = dims[1] / groups;
  std::int64_t inner = 1;
  for (std::size_t a = 2; a < dims.size(); ++a) inner *= dims[a];
  const std::int64_t n = channels * inner;
  parallel_for(static_cast<std::uint64_t>(dims[0] * groups), 1, [&](std::uint64_t begin, std::uint64_t end) {
    for (auto group = static_cast<std::int64_t>(begin); group < static_cast<std::int64_t>(end); ++group) {
      const T* from = x + group * n;
      double sum = 0, squares = 0;
      for (std::int64_t i = 0; i < n; ++i) sum += static_cast<double>(from[i]);
      const double mean = sum / static_cast<double>(n);
      for (std::int64_t i = 0; i < n; ++i)
        squares += (static_cast<double>(from[i]) - mean) * (static_cast<double>(from[i]) - mean);
      const double factor = 1 / std::sqrt(squares / static_cast<double>(n) + epsilon);
      for (std::int64_t i = 0; i < n; ++i) {
        const std::int64_t c = group % groups * channels + i / inner;
        y[group * n + i] =
            static_cast<T>((static_cast<double>(from[i]) - mean) * factor * static_cast<double>(scale[c]) +
                           static_cast<double>(bias[c]));
      }
    }
  });
}

}  // namespace byom
