// Copies from any strides: long runs as they are, transposed planes in blocks that fit the cache.
#include "strided_copy.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include "bits.hpp"

namespace byom::kernels {

namespace {

constexpr std::int64_t block =
    32;  // of a transposed plane: 32 x 32 elements of 8 bytes are 8 KiB on either side

struct Axis {
  std::int64_t size, from, to;  // strides in x and in y
};

// Innermost first, without axes of one cell, neighbours merged where both sides step alike.
std::vector<Axis> simplified(Dims dims, Dims strides) {
  std::vector<Axis> axes;
  std::int64_t to = 1;
  for (std::size_t a = dims.size(); a-- > 0;) {
    if (dims[a] != 1) {
      if (!axes.empty() && strides[a] == axes.back().from * axes.back().size) {
        axes.back().size *= dims[a];
      } else {
        axes.push_back({dims[a], strides[a], to});
      }
    }
    to *= dims[a];
  }
  if (axes.empty()) axes.push_back({1, 1, 1});
  return axes;
}

template <class T>
void copy_run(const T* x, std::int64_t stride, std::int64_t n, T* y) {
  if (stride == 1) {
    std::memcpy(y, x, static_cast<std::size_t>(n) * sizeof(T));
  } else if (stride == 0) {
    std::fill_n(y, n, *x);
  } else {
    for (std::int64_t i = 0; i < n; ++i) y[i] = x[i * stride];
  }
}

// The plane of two axes: `columns` steps by one in y, `rows` by one in x.
template <class T>
void copy_plane(const T* x, const Axis& columns, const Axis& rows, std::int64_t first, std::int64_t last,
                T* y) {
  for (std::int64_t c = 0; c < columns.size; c += block) {
    const std::int64_t end = std::min(columns.size, c + block);
    for (std::int64_t r = first; r < last; ++r) {
      const T* from = x + r;
      T* to = y + r * rows.to;
      for (std::int64_t i = c; i < end; ++i) to[i] = from[i * columns.from];
    }
  }
}

// Offsets in x and y of index `i` over the given axes.
struct Place {
  std::int64_t from = 0, to = 0;
};
Place place(std::span<const Axis> axes, std::int64_t i) {
  Place p;
  for (const Axis& axis : axes) {
    p.from += i % axis.size * axis.from;
    p.to += i % axis.size * axis.to;
    i /= axis.size;
  }
  return p;
}

std::int64_t cells(std::span<const Axis> axes) {
  std::int64_t n = 1;
  for (const Axis& axis : axes) n *= axis.size;
  return n;
}

template <class T>
void copy(const Pool& pool, const T* x, Dims dims, Dims strides, T* y) {
  std::vector<Axis> axes = simplified(dims, strides);
  if (cells(axes) == 0) return;
  const Axis inner = axes.front();
  axes.erase(axes.begin());
  const auto side = std::find_if(axes.begin(), axes.end(), [](const Axis& a) { return a.from == 1; });
  if (inner.from == 1 || side == axes.end()) {
    const std::int64_t pieces = (inner.size + element_grain - 1) / element_grain;
    const std::int64_t grain = std::max<std::int64_t>(1, element_grain / inner.size);
    pool.for_range(cells(axes) * pieces, grain, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t task = begin; task < end; ++task) {
        const Place at = place(axes, task / pieces);
        const std::int64_t first = task % pieces * element_grain;
        copy_run(x + at.from + first * inner.from, inner.from, std::min(element_grain, inner.size - first),
                 y + at.to + first);
      }
    });
    return;
  }
  const Axis rows = *side;
  axes.erase(side);
  const std::int64_t bands = (rows.size + block - 1) / block;
  const std::int64_t grain = std::max<std::int64_t>(1, element_grain / (inner.size * block));
  pool.for_range(cells(axes) * bands, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      const Place at = place(axes, task / bands);
      const std::int64_t first = task % bands * block;
      copy_plane(x + at.from, inner, rows, first, std::min(rows.size, first + block), y + at.to);
    }
  });
}

}  // namespace

void strided_copy(const Pool& pool, std::size_t element_size, const void* x, Dims dims, Dims strides,
                  void* y) {
  with_bits(element_size, [&](auto element) {
    using Element = decltype(element);
    copy(pool, static_cast<const Element*>(x), dims, strides, static_cast<Element*>(y));
  });
}

void transpose(const Pool& pool, std::size_t element_size, const void* x, Dims dims, Dims permutation,
               void* y) {
  std::vector<std::int64_t> stride(dims.size(), 1), out_dims, out_strides;
  for (std::size_t a = dims.size(); a-- > 1;) stride[a - 1] = stride[a] * dims[a];
  for (const std::int64_t a : permutation) {
    out_dims.push_back(dims[static_cast<std::size_t>(a)]);
    out_strides.push_back(stride[static_cast<std::size_t>(a)]);
  }
  strided_copy(pool, element_size, x, out_dims, out_strides, y);
}

void slice(const Pool& pool, std::size_t element_size, const void* x, Dims dims, Dims starts, Dims steps,
           Dims out_dims, void* y) {
  std::vector<std::int64_t> strides(dims.size());
  std::int64_t stride = 1, first = 0;
  for (std::size_t a = dims.size(); a-- > 0; stride *= dims[a]) {
    strides[a] = stride * steps[a];
    first += out_dims[a] == 0 ? 0 : stride * starts[a];
  }
  const auto* from = static_cast<const char*>(x) + first * static_cast<std::int64_t>(element_size);
  strided_copy(pool, element_size, from, out_dims, strides, y);
}

}  // namespace byom::kernels
