// Register-tiled sums over shifted rows of an image: what the convolutions with channels-last weights share.
#pragma once

#include <cstdint>
#include <span>

#include "isa.hpp"

namespace byom::kernels {

/// For every tile, j < tile.length and channel o:
///   y[tile.y + j * y_step + o * y_channel] = bias[o] + sum over k < depth of
///       image[tile.x + j + x_offset[k]] * weights[w_offset[k] + o * w_channel].
struct TileSums {
  const float* image;
  const std::int64_t* x_offset;  // [depth]
  const float* weights;
  const std::int64_t* w_offset;  // [depth]
  std::int64_t w_channel;
  std::int64_t depth;
  const float* bias;  // [channels] or null
  float* y;
  std::int64_t y_step, y_channel;
  std::int64_t channels;
};

struct Tile {
  std::int64_t x, y, length;  // length <= table.tile_rows
};

/// Tiles that one call takes at most, and how many floats of packed weights it holds at a time (on its
/// stack).
inline constexpr std::int64_t tiles_at_once = 16, tile_depth = 256;

/// Computes channels [first, first + table.panel), as far as there are any, of the given tiles.
void tile_sums(const IsaTable& table, const TileSums& sums, std::int64_t first, std::span<const Tile> tiles);

/// A row of `length` is cut into this many tiles of nearly equal length.
inline std::int64_t tiles_in_row(const IsaTable& table, std::int64_t length) {
  return (length + table.tile_rows - 1) / table.tile_rows;
}

/// First element of tile `i` of `n` in a row of `length`; i = n gives the end.
inline std::int64_t tile_begin(std::int64_t length, std::int64_t n, std::int64_t i) {
  return length / n * i + (i < length % n ? i : length % n);
}

}  // namespace byom::kernels
