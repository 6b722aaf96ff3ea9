// Row-major copies of strided tensors, blocked so that transposed weights stream near the speed of memory.
#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "host/ir/tensor.hpp"

namespace byom::ir {
namespace {

struct Axis {
  std::int64_t extent;
  std::int64_t from;  // stride in the source, in elements
  std::int64_t to;    // stride in the row-major destination
};

using Axes = std::vector<Axis>;

// The axes of the copy: extents of 1 dropped, neighbours that are one run in the source joined.
Axes joined_axes(const Tensor& tensor) {
  Axes axes;
  std::int64_t to = 1;
  for (std::size_t d = tensor.shape.size(); d-- > 0;) {
    const Axis axis{tensor.shape[d], tensor.strides.empty() ? to : tensor.strides[d], to};
    to *= axis.extent;
    if (axis.extent == 1) continue;
    if (!axes.empty() && axis.from == axes.back().from * axes.back().extent)
      axes.back().extent *= axis.extent;
    else
      axes.push_back(axis);
  }
  if (axes.empty()) axes.push_back({1, 1, 1});
  std::ranges::reverse(axes);
  return axes;
}

// Calls body(from, to) with the offsets of every index of `axes`, the first axis slowest.
template <class Body>
void for_each_index(const Axes& axes, Body body) {
  std::vector<std::int64_t> index(axes.size(), 0);
  std::int64_t from = 0;
  std::int64_t to = 0;
  for (;;) {
    body(from, to);
    std::size_t d = axes.size();
    for (; d > 0; --d) {
      const Axis& axis = axes[d - 1];
      from += axis.from;
      to += axis.to;
      if (++index[d - 1] < axis.extent) break;
      index[d - 1] = 0;
      from -= axis.from * axis.extent;
      to -= axis.to * axis.extent;
    }
    if (d == 0) return;
  }
}

constexpr std::int64_t tile_columns = 32;  // of the destination's last axis
constexpr std::int64_t tile_run = 128;     // along a contiguous run of the source

// Copies `columns` runs of `run` elements, `column_stride` apart, so that the column becomes the fastest
// axis; `to` holds the destination offset of each element of the run. The runs go through a local tile:
// columns a power of two apart would evict each other from the cache.
template <class T>
void transpose_tile(const std::byte* source, std::int64_t column_stride, std::int64_t columns,
                    const std::int64_t* to, std::int64_t run, std::byte* out) {
  std::array<std::array<T, tile_run + 64 / sizeof(T)>, tile_columns> tile;
  constexpr std::int64_t size = sizeof(T);
  for (std::int64_t c = 0; c < columns; ++c)
    std::memcpy(tile[static_cast<std::size_t>(c)].data(), source + c * column_stride * size,
                static_cast<std::size_t>(run * size));
  for (std::int64_t r = 0; r < run; ++r) {
    std::byte* row = out + to[r] * size;
    for (std::int64_t c = 0; c < columns; ++c)
      std::memcpy(row + c * size, &tile[static_cast<std::size_t>(c)][static_cast<std::size_t>(r)], sizeof(T));
  }
}

// Splits off the axes that together make one contiguous run of the source, fastest last.
Axes take_contiguous(Axes& axes) {
  Axes run;
  std::int64_t expected = 1;
  for (;;) {
    const auto next = std::ranges::find(axes, expected, &Axis::from);
    if (next == axes.end()) break;
    expected *= next->extent;
    run.insert(run.begin(), *next);
    axes.erase(next);
  }
  return run;
}

template <class T>
void copy_strided(const Axes& axes, const std::byte* source, std::byte* out) {
  constexpr std::int64_t size = sizeof(T);
  Axes outer(axes.begin(), axes.end() - 1);
  const Axis column = axes.back();
  const Axes run_axes = take_contiguous(outer);
  std::vector<std::int64_t> to;
  for_each_index(run_axes, [&](std::int64_t, std::int64_t offset) { to.push_back(offset); });
  const auto run = std::ssize(to);
  for_each_index(outer, [&](std::int64_t from_base, std::int64_t to_base) {
    const std::byte* from = source + from_base * size;
    std::byte* into = out + to_base * size;
    for (std::int64_t c = 0; c < column.extent; c += tile_columns)
      for (std::int64_t r = 0; r < run; r += tile_run)
        transpose_tile<T>(from + (c * column.from + r) * size, column.from,
                          std::min(tile_columns, column.extent - c), to.data() + r,
                          std::min(tile_run, run - r), into + c * size);
  });
}

// A copy of every element the axes span.
void copy_block(std::size_t size, const Axes& axes, const std::byte* source, std::byte* out) {
  if (axes.back().from == 1) {
    const Axes outer(axes.begin(), axes.end() - 1);
    const auto bytes = static_cast<std::size_t>(axes.back().extent) * size;
    const auto width = static_cast<std::int64_t>(size);
    for_each_index(outer, [&](std::int64_t from, std::int64_t to) {
      std::memcpy(out + to * width, source + from * width, bytes);
    });
    return;
  }
  switch (size) {
    case 1:
      return copy_strided<std::uint8_t>(axes, source, out);
    case 2:
      return copy_strided<std::uint16_t>(axes, source, out);
    case 4:
      return copy_strided<std::uint32_t>(axes, source, out);
    case 8:
      return copy_strided<std::uint64_t>(axes, source, out);
    default:
      return copy_strided<std::array<std::uint64_t, 2>>(axes, source, out);
  }
}

// Elements [begin, end) of the block that `axes` span; `out` receives element `begin` first.
void copy_range(std::size_t size, Axes axes, const std::byte* source, std::int64_t begin, std::int64_t end,
                std::byte* out) {
  const auto width = static_cast<std::int64_t>(size);
  while (begin < end) {
    const std::int64_t slice = axes.front().to;
    const std::int64_t first = begin / slice;
    const std::byte* from = source + first * axes.front().from * width;
    const std::int64_t whole = end / slice - first;
    std::int64_t copied = 0;
    if (begin % slice == 0 && whole > 0) {
      Axes middle = axes;
      middle.front().extent = whole;
      copy_block(size, middle, from, out);
      copied = whole * slice;
    } else {
      const std::int64_t start = begin % slice;
      const std::int64_t stop = std::min(slice, end - first * slice);
      copy_range(size, Axes(axes.begin() + 1, axes.end()), from, start, stop, out);
      copied = stop - start;
    }
    begin += copied;
    out += copied * width;
  }
}

}  // namespace

void copy_elements(const Tensor& tensor, std::int64_t begin, std::int64_t end, std::byte* out) {
  const std::size_t size = element_size(tensor.dtype);
  if (begin >= end || size == 0) return;
  copy_range(size, joined_axes(tensor), tensor.data, begin, end, out);
}

}  // namespace byom::ir
