// A fully connected layer in the tiles of the shifted convolution: the rows of x take the place of pixels.
#include "dense.hpp"

#include <algorithm>
#include <array>

#include "strided_copy.hpp"
#include "tiles.hpp"

namespace byom::kernels {

std::size_t dense_scratch_bytes(const DenseShape& s) {
  const std::int64_t columns = s.rows == 1 ? 0 : (s.rows * s.depth + 15) / 16 * 16;
  return static_cast<std::size_t>(columns) * sizeof(float) +
         static_cast<std::size_t>(2 * s.depth) * sizeof(std::int64_t);
}

void dense(const Pool& pool, const DenseShape& s, const float* x, const float* w, const float* bias, float* y,
           void* scratch, const IsaTable& table) {
  auto* offsets = static_cast<std::int64_t*>(scratch);
  const float* columns = x;
  if (s.rows != 1) {
    auto* turned = reinterpret_cast<float*>(offsets + 2 * s.depth);
    transpose(pool, sizeof(float), x, std::array{s.rows, s.depth},
              std::array{std::int64_t{1}, std::int64_t{0}}, turned);
    columns = turned;
  }
  for (std::int64_t k = 0; k < s.depth; ++k) {
    offsets[k] = k * s.rows;
    offsets[s.depth + k] = k * s.units;
  }
  const TileSums sums = {columns, offsets, w, offsets + s.depth, 1, s.depth, bias, y, s.units, 1, s.units};
  const std::int64_t tiles = tiles_in_row(table, s.rows),
                     chunks = (tiles + tiles_at_once - 1) / tiles_at_once;
  const std::int64_t panels = (s.units + table.panel - 1) / table.panel;
  pool.for_range(panels * chunks, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      Tile chunk[tiles_at_once];
      const std::int64_t first = task % chunks * tiles_at_once, last = std::min(tiles, first + tiles_at_once);
      for (std::int64_t t = first; t < last; ++t) {
        const std::int64_t from = tile_begin(s.rows, tiles, t);
        chunk[t - first] = {from, from * s.units, tile_begin(s.rows, tiles, t + 1) - from};
      }
      tile_sums(table, sums, task / chunks * table.panel, {chunk, static_cast<std::size_t>(last - first)});
    }
  });
}

}  // namespace byom::kernels
