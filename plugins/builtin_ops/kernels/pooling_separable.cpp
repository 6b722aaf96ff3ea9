// Pooling in two steps: the rows of a window into one row, then the columns of that row.
#include <algorithm>
#include <limits>

#include "pooling.hpp"

namespace byom::kernels {

namespace {

constexpr std::int64_t columns_at_once = 2048, outputs_at_once = 512;

// The input cells [begin, end) that one output cell sees along one axis.
struct Cells {
  Cells(const Window& w, std::size_t axis, std::int64_t output) {
    const std::int64_t first = output * w.stride[axis] - w.pad_begin[axis];
    begin = std::max<std::int64_t>(0, first);
    end = std::max(begin, std::min(w.input[axis], first + w.kernel[axis]));
  }
  std::int64_t count() const { return end - begin; }

  std::int64_t begin, end;
};

struct Max {
  using Sum = float;
  static constexpr Sum start = -std::numeric_limits<float>::infinity();
  // No || here: a branch would stand in the way of vectors.
  static Sum join(Sum a, float b) { return (b > a) | (b != b) ? b : a; }
  static Sum join_parts(Sum a, Sum b) { return join(a, b); }
  static float result(Sum value, std::int64_t cells) {
    return cells == 0 ? std::numeric_limits<float>::lowest() : value;
  }
};

struct Mean {
  using Sum = double;
  static constexpr Sum start = 0;
  static Sum join(Sum a, float b) { return a + static_cast<double>(b); }
  static Sum join_parts(Sum a, Sum b) { return a + b; }
  static float result(Sum sum, std::int64_t cells) {
    return cells == 0 ? 0.f : static_cast<float>(sum / static_cast<double>(cells));
  }
};

// Joins columns [begin, end) of all rows of the band into `joined`.
template <class Rule>
void join_rows(const Window& w, const float* x, const Cells& z, const Cells& y, std::int64_t begin,
               std::int64_t end, typename Rule::Sum* joined) {
  std::fill_n(joined, end - begin, Rule::start);
  for (std::int64_t a = z.begin; a < z.end; ++a) {
    for (std::int64_t b = y.begin; b < y.end; ++b) {
      const float* row = x + (a * w.input[1] + b) * w.input[2] + begin;
      for (std::int64_t i = 0; i < end - begin; ++i) joined[i] = Rule::join(joined[i], row[i]);
    }
  }
}

// Joins into value[i] the cells that output first + i has among the joined columns [begin, end).
template <class Rule>
void join_columns(const Window& w, std::int64_t first, std::int64_t outputs, std::int64_t begin,
                  std::int64_t end, const typename Rule::Sum* joined, typename Rule::Sum* value) {
  const std::int64_t stride = w.stride[2], base = first * stride - w.pad_begin[2];
  // A window may be far larger than the input; most of it then sees nothing.
  const std::int64_t seeing = std::max<std::int64_t>(0, begin - base - (outputs - 1) * stride);
  for (std::int64_t k = seeing; k < std::min(w.kernel[2], end - base); ++k) {
    const std::int64_t column = base + k - begin, room = end - begin - column;
    const std::int64_t from = column >= 0 ? 0 : (-column + stride - 1) / stride;
    const std::int64_t to = (outputs - 1) * stride < room ? outputs : (room + stride - 1) / stride;
    with_constant_step(stride, [=](auto step) {
      for (std::int64_t i = from; i < to; ++i)
        value[i] = Rule::join_parts(value[i], joined[column + i * step]);
    });
  }
}

template <class Rule>
void pool_row(const Window& w, const float* x, const Cells& z, const Cells& y, float* out) {
  typename Rule::Sum joined[columns_at_once], value[outputs_at_once];
  const std::int64_t most =
      std::clamp<std::int64_t>((columns_at_once - w.kernel[2]) / w.stride[2], 1, outputs_at_once);
  for (std::int64_t first = 0; first < w.output[2]; first += most) {
    const std::int64_t outputs = std::min(most, w.output[2] - first);
    const std::int64_t end = std::min(w.input[2], Cells(w, 2, first + outputs - 1).end);
    std::fill_n(value, outputs, Rule::start);
    for (std::int64_t begin = Cells(w, 2, first).begin; begin < end; begin += columns_at_once) {
      const std::int64_t stop = std::min(end, begin + columns_at_once);
      join_rows<Rule>(w, x, z, y, begin, stop, joined);
      join_columns<Rule>(w, first, outputs, begin, stop, joined, value);
    }
    for (std::int64_t i = 0; i < outputs; ++i)
      out[first + i] = Rule::result(value[i], z.count() * y.count() * Cells(w, 2, first + i).count());
  }
}

template <class Rule>
void pool_planes(const Pool& pool, const PoolingShape& s, const float* x, float* y) {
  const Spatial& out = s.window.output;
  pool.for_range(s.planes * out[0] * out[1], 16, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const std::int64_t in_plane = row % (out[0] * out[1]);
      pool_row<Rule>(s.window, x + row / (out[0] * out[1]) * volume(s.window.input),
                     Cells(s.window, 0, in_plane / out[1]), Cells(s.window, 1, in_plane % out[1]),
                     y + row * out[2]);
    }
  });
}

}  // namespace

void max_pool_separable(const Pool& pool, const PoolingShape& shape, const float* x, float* y) {
  pool_planes<Max>(pool, shape, x, y);
}

void average_pool_separable(const Pool& pool, const PoolingShape& shape, const float* x, float* y) {
  pool_planes<Mean>(pool, shape, x, y);
}

}  // namespace byom::kernels
