// Slabs addressed by rows of coordinates: GatherND and ScatterND.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

// For each row of `indices` [..., k] the position in elements of the slab of `data` that it addresses. With
// batch_dims b the first b axes of both run side by side, and rows address the axes behind them.
inline Result<std::vector<std::int64_t>> slab_positions(std::span<const std::int64_t> data,
                                                        std::span<const std::int64_t> shape,
                                                        std::span<const std::int64_t> indices,
                                                        std::size_t batch_dims) {
  const auto k = static_cast<std::size_t>(shape.back());
  const std::int64_t rows = count_of(shape, 0, shape.size() - 1), batches = count_of(data, 0, batch_dims);
  const std::int64_t inside = count_of(data, batch_dims, data.size());
  std::vector<std::int64_t> result;
  for (std::int64_t row = 0; batches > 0 && row < rows; ++row) {
    std::int64_t at = row * batches / rows * inside, step = inside;
    for (std::size_t j = 0; j < k; ++j) {
      const std::int64_t extent = data[batch_dims + j];
      const std::int64_t stated = indices[static_cast<std::size_t>(row) * k + j];
      const std::int64_t place = stated < 0 ? stated + extent : stated;
      if (place < 0 || place >= extent)
        return Node::fail("index " + std::to_string(stated) + " is outside axis " +
                          std::to_string(batch_dims + j) + " of " + std::to_string(extent) + " cells");
      step /= extent;
      at += place * step;
    }
    result.push_back(at);
  }
  return result;
}

}  // namespace byom
