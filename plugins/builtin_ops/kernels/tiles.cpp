// Packs weights by panel and depth block, and runs the register tiles over them.
#include "tiles.hpp"

#include <algorithm>
#include <cstring>

namespace byom::kernels {

namespace {

constexpr std::int64_t most_panel = 32, most_rows = 14;

// Weights of a whole panel that lie side by side. Its width is a constant, so that a copy is a few loads and
// many cache lines are on their way at once.
template <std::int64_t panel>
void pack_lines(const TileSums& s, std::int64_t first, std::int64_t begin, std::int64_t end, float* packed) {
  for (std::int64_t k = begin; k < end; ++k, packed += panel)
    std::memcpy(packed, s.weights + s.w_offset[k] + first, panel * sizeof(float));
}

// packed[k - begin][panel] for channels from `first`; channels that do not exist weigh nothing
// (their sums are dropped, but garbage could be denormal and slow).
void pack(const TileSums& s, std::int64_t first, std::int64_t panel, std::int64_t begin, std::int64_t end,
          float* packed) {
  const std::int64_t n = std::min(panel, s.channels - first);
  if (s.w_channel == 1 && n == 32) return pack_lines<32>(s, first, begin, end, packed);
  if (s.w_channel == 1 && n == 16 && panel == 16) return pack_lines<16>(s, first, begin, end, packed);
  for (std::int64_t k = begin; k < end; ++k, packed += panel) {
    const float* from = s.weights + s.w_offset[k] + first * s.w_channel;
    for (std::int64_t o = 0; o < n; ++o) packed[o] = from[o * s.w_channel];
    std::fill(packed + n, packed + panel, 0.f);
  }
}

void write_back(const TileSums& s, const Tile& tile, std::int64_t first, std::int64_t panel,
                const float* sum) {
  const std::int64_t n = std::min(panel, s.channels - first);
  float* y = s.y + tile.y + first * s.y_channel;
  for (std::int64_t o = 0; o < n; ++o, y += s.y_channel) {
    const float bias = s.bias ? s.bias[first + o] : 0.f;
    for (std::int64_t j = 0; j < tile.length; ++j) y[j * s.y_step] = sum[j * panel + o] + bias;
  }
}

}  // namespace

void tile_sums(const IsaTable& table, const TileSums& s, std::int64_t first, std::span<const Tile> tiles) {
  alignas(64) float packed[tile_depth * most_panel];
  alignas(64) float sums[tiles_at_once * most_rows * most_panel];
  const std::int64_t panel = table.panel, area = panel * table.tile_rows;
  for (std::int64_t k = 0; k == 0 || k < s.depth; k += tile_depth) {
    const std::int64_t depth = std::min(tile_depth, s.depth - k);
    pack(s, first, panel, k, k + depth, packed);
    float* sum = sums;
    for (const Tile& tile : tiles) {
      table.tile(tile.length, depth, s.image + tile.x, s.x_offset + k, packed, sum, k > 0);
      sum += area;
    }
  }
  const float* sum = sums;
  for (const Tile& tile : tiles) {
    write_back(s, tile, first, panel, sum);
    sum += area;
  }
}

}  // namespace byom::kernels
