// The sizes of a tensor's axes, outermost first.
#pragma once

#include <cstdint>
#include <span>

namespace byom::kernels {

using Dims = std::span<const std::int64_t>;

/// Elements between cuts of work that touches every element once.
inline constexpr std::int64_t element_grain = 16384;

}  // namespace byom::kernels
