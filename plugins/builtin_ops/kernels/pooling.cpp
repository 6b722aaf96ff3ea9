// Pooling, window by window.
#include "pooling.hpp"

#include <algorithm>
#include <limits>

namespace byom::kernels {

namespace {

// Taps [begin, end) of one output cell along one axis that see the input, and the input cell of tap 0.
struct Taps {
  Taps(const Window& w, std::size_t axis, std::int64_t output)
      : cell(output * w.stride[axis] - w.pad_begin[axis]), step(w.dilation[axis]) {
    begin = cell >= 0 ? 0 : (-cell + step - 1) / step;
    const std::int64_t beyond = w.input[axis] - cell;
    end = std::min(w.kernel[axis], beyond <= 0 ? 0 : (beyond + step - 1) / step);
  }
  std::int64_t at(std::int64_t tap) const { return cell + tap * step; }
  std::int64_t count() const { return std::max<std::int64_t>(0, end - begin); }

  std::int64_t cell, step, begin, end;
};

// Calls visit(input cell of the plane) for every cell of the window, in row-major order.
template <class Visit>
void each_cell(const Window& w, const Taps& z, const Taps& y, const Taps& x, Visit visit) {
  for (std::int64_t a = z.begin; a < z.end; ++a) {
    for (std::int64_t b = y.begin; b < y.end; ++b) {
      const std::int64_t row = (z.at(a) * w.input[1] + y.at(b)) * w.input[2];
      for (std::int64_t c = x.begin; c < x.end; ++c) visit(row + x.at(c));
    }
  }
}

// Calls body(plane, first output cell, its taps along depth and height) for every row of outputs.
template <class Body>
void each_row(const Pool& pool, const PoolingShape& s, Body body) {
  const Spatial& out = s.window.output;
  pool.for_range(s.planes * out[0] * out[1], 16, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const std::int64_t plane = row / (out[0] * out[1]), in_plane = row % (out[0] * out[1]);
      body(plane, row * out[2], Taps(s.window, 0, in_plane / out[1]), Taps(s.window, 1, in_plane % out[1]));
    }
  });
}

// Calls body(plane, output cell, its three taps) for every output cell.
template <class Body>
void each_output(const Pool& pool, const PoolingShape& s, Body body) {
  each_row(pool, s, [&](std::int64_t plane, std::int64_t first, const Taps& z, const Taps& y) {
    for (std::int64_t o = 0; o < s.window.output[2]; ++o) body(plane, first + o, z, y, Taps(s.window, 2, o));
  });
}

template <class T>
constexpr T smallest() {
  return std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity()
                                              : std::numeric_limits<T>::lowest();
}

std::int64_t by_columns(const Window& w, std::int64_t cell) {
  const std::int64_t x = cell % w.input[2], y = cell / w.input[2] % w.input[1],
                     z = cell / w.input[2] / w.input[1];
  return (x * w.input[1] + y) * w.input[0] + z;
}

// best[i] becomes the larger of itself and x[i * step]; NaN is larger than every number.
template <class T>
void join_largest(const T* x, std::int64_t step, std::int64_t n, T* best) {
  with_constant_step(step, [=](auto constant_step) {
    for (std::int64_t i = 0; i < n; ++i) {
      const T value = x[i * constant_step];
      // No || here: a branch would stand in the way of vectors.
      best[i] = (value > best[i]) | (value != value) ? value : best[i];
    }
  });
}

// One row of outputs, window column by window column. Many outputs side by side, because which of two values
// is larger cannot be foreseen.
template <class T>
void largest_of_row(const Window& w, const T* plane, const Taps& z, const Taps& y, T* out) {
  constexpr std::int64_t at_once = 256;
  for (std::int64_t begin = 0; begin < w.output[2]; begin += at_once) {
    const std::int64_t end = std::min(w.output[2], begin + at_once);
    bool seen[at_once] = {};
    std::fill(out + begin, out + end, smallest<T>());
    // A window may be far larger than the input; most of it then sees nothing.
    const std::int64_t seeing = Taps(w, 2, end - 1).begin, beyond = Taps(w, 2, begin).end;
    for (std::int64_t c = seeing; c < beyond && z.count() * y.count() > 0; ++c) {
      const Inside columns = inside(w, 2, c);
      const std::int64_t first = std::max(begin, columns.begin), last = std::min(end, columns.end);
      if (first >= last) continue;
      std::fill(seen + (first - begin), seen + (last - begin), true);
      const std::int64_t column = first * w.stride[2] + c * w.dilation[2] - w.pad_begin[2];
      for (std::int64_t a = z.begin; a < z.end; ++a) {
        for (std::int64_t b = y.begin; b < y.end; ++b) {
          join_largest(plane + (z.at(a) * w.input[1] + y.at(b)) * w.input[2] + column, w.stride[2],
                       last - first, out + first);
        }
      }
    }
    for (std::int64_t o = begin; o < end; ++o) {
      if (!seen[o - begin]) out[o] = std::numeric_limits<T>::lowest();
    }
  }
}

}  // namespace

template <class T>
void max_pool(const Pool& pool, const PoolingShape& s, const T* x, T* y, std::int64_t* indices,
              IndexOrder order) {
  const Window& w = s.window;
  if (indices == nullptr)
    return each_row(pool, s, [=, &w](std::int64_t plane, std::int64_t out, const Taps& kz, const Taps& ky) {
      largest_of_row(w, x + plane * volume(w.input), kz, ky, y + out);
    });
  const std::int64_t cells = volume(w.input);
  each_output(pool, s,
              [=](std::int64_t plane, std::int64_t out, const Taps& kz, const Taps& ky, const Taps& kx) {
                const T* from = x + plane * cells;
                T best = smallest<T>();
                std::int64_t where = -1;
                each_cell(w, kz, ky, kx, [&](std::int64_t cell) {
                  const T value = from[cell];
                  if (value > best || where < 0 || (value != value && best == best)) {
                    best = value;
                    where = cell;
                  }
                });
                y[out] = where < 0 ? std::numeric_limits<T>::lowest() : best;
                if (where >= 0 && order == IndexOrder::column_major) where = by_columns(w, where);
                indices[out] = where < 0 ? -1 : plane * cells + where;
              });
}

template <class T>
void average_pool(const Pool& pool, const PoolingShape& s, Divisor divisor, const Spatial& pad_end,
                  const T* x, T* y) {
  const Window& w = s.window;
  Window padded = w;
  for (std::size_t a = 0; a < 3; ++a) {
    padded.input[a] = w.pad_begin[a] + w.input[a] + pad_end[a];
    padded.pad_begin[a] = 0;
  }
  const auto counted = [&](std::size_t axis, const Taps& taps) {
    if (divisor == Divisor::inside) return taps.count();
    return Taps(padded, axis, (taps.cell + w.pad_begin[axis]) / w.stride[axis]).count();
  };
  each_output(pool, s,
              [&](std::int64_t plane, std::int64_t out, const Taps& kz, const Taps& ky, const Taps& kx) {
                const T* from = x + plane * volume(w.input);
                double sum = 0;
                each_cell(w, kz, ky, kx, [&](std::int64_t cell) { sum += static_cast<double>(from[cell]); });
                const std::int64_t n = counted(0, kz) * counted(1, ky) * counted(2, kx);
                y[out] = n == 0 ? T{0} : static_cast<T>(sum / static_cast<double>(n));
              });
}

template void max_pool(const Pool&, const PoolingShape&, const float*, float*, std::int64_t*, IndexOrder);
template void max_pool(const Pool&, const PoolingShape&, const double*, double*, std::int64_t*, IndexOrder);
template void max_pool(const Pool&, const PoolingShape&, const std::int8_t*, std::int8_t*, std::int64_t*,
                       IndexOrder);
template void max_pool(const Pool&, const PoolingShape&, const std::uint8_t*, std::uint8_t*, std::int64_t*,
                       IndexOrder);
template void average_pool(const Pool&, const PoolingShape&, Divisor, const Spatial&, const float*, float*);
template void average_pool(const Pool&, const PoolingShape&, Divisor, const Spatial&, const double*, double*);

}  // namespace byom::kernels
