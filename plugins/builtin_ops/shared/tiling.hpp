// Repeating a tensor along its axes: ONNX's Tile and Expand, Keras's operation Tile.
#pragma once

#include <cstdint>
#include <vector>

#include <byom/op.hpp>

#include "plugins/builtin_ops/kernels/strided_copy.hpp"
#include "plugins/builtin_ops/shared/host_pool.hpp"
#include "plugins/builtin_ops/shared/moving.hpp"

namespace byom {

// Output 0 holds input 0 side by side with itself, as often as its axes are longer. A rank that grows does so
// in front.
inline Result<Done> repeat_elements(Io& io) {
  BYOM_TRY(const std::size_t width, element_width(io.dtype(0)));
  const auto x = io.shape(0), y = io.out_shape(0);
  const std::size_t grown = y.size() - x.size();
  // Each axis as two: the repetitions, with stride 0, and the cells.
  std::vector<std::int64_t> dims, strides;
  std::int64_t step = count_of(x, 0, x.size());
  for (std::size_t a = 0; a < y.size(); ++a) {
    const std::int64_t cells = a < grown ? 1 : x[a - grown];
    if (cells == 0 || y[a] == 0) return done;
    if (a >= grown) step /= cells;
    dims.insert(dims.end(), {y[a] / cells, cells});
    strides.insert(strides.end(), {0, cells == 1 ? 0 : step});
  }
  kernels::strided_copy(host_pool(), width, io.raw_in(0).data, dims, strides, io.raw_out(0).data);
  return done;
}

}  // namespace byom
