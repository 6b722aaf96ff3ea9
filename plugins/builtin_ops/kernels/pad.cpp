// Padding: for every output cell of every axis the input cell it shows, then rows.
#include "pad.hpp"

#include <algorithm>
#include <vector>

#include "bits.hpp"

namespace byom::kernels {

namespace {

constexpr std::int64_t nothing = -1;

std::int64_t positive_mod(std::int64_t a, std::int64_t n) {
  return (a % n + n) % n;
}

// Which of n cells stands at `at`, a place that may be outside.
std::int64_t shown(Padding mode, std::int64_t at, std::int64_t n) {
  if (at >= 0 && at < n) return at;
  if (n <= 0) return nothing;
  switch (mode) {
    case Padding::constant:
      return nothing;
    case Padding::edge:
      return std::clamp<std::int64_t>(at, 0, n - 1);
    case Padding::wrap:
      return positive_mod(at, n);
    case Padding::reflect: {
      if (n == 1) return 0;
      const std::int64_t place = positive_mod(at, 2 * (n - 1));
      return place < n ? place : 2 * (n - 1) - place;
    }
  }
  return nothing;
}

struct Axis {
  Axis(Padding mode, std::int64_t size, std::int64_t begin, std::int64_t end, std::int64_t step)
      : stride(step) {
    const std::int64_t cut = std::max<std::int64_t>(0, -begin);
    const std::int64_t left = std::max<std::int64_t>(0, size - cut - std::max<std::int64_t>(0, -end));
    cells.resize(static_cast<std::size_t>(std::max<std::int64_t>(0, size + begin + end)));
    for (std::size_t o = 0; o < cells.size(); ++o) {
      const std::int64_t cell =
          shown(mode, static_cast<std::int64_t>(o) - std::max<std::int64_t>(0, begin), left);
      cells[o] = cell == nothing ? nothing : cell + cut;
    }
    plain_begin =
        std::min<std::int64_t>(std::max<std::int64_t>(0, begin), static_cast<std::int64_t>(cells.size()));
    plain_end = std::min<std::int64_t>(plain_begin + left, static_cast<std::int64_t>(cells.size()));
  }

  std::int64_t stride;  // in x
  std::vector<std::int64_t> cells;
  std::int64_t plain_begin = 0, plain_end = 0;  // the outputs that show x itself, cell by cell
};

template <class T>
void pad_rows(const Pool& pool, const std::vector<Axis>& axes, const T* x, T value, T* y) {
  const Axis& inner = axes.back();
  const auto width = static_cast<std::int64_t>(inner.cells.size());
  std::int64_t rows = 1;
  for (std::size_t a = 0; a + 1 < axes.size(); ++a) rows *= static_cast<std::int64_t>(axes[a].cells.size());
  const std::int64_t grain = std::max<std::int64_t>(1, element_grain / std::max<std::int64_t>(1, width));
  pool.for_range(rows, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      std::int64_t rest = row, from = 0;
      bool inside = true;
      for (std::size_t a = axes.size() - 1; a-- > 0;) {
        const auto size = static_cast<std::int64_t>(axes[a].cells.size());
        const std::int64_t cell = axes[a].cells[static_cast<std::size_t>(rest % size)];
        rest /= size;
        inside = inside && cell != nothing;
        from += cell * axes[a].stride;
      }
      T* to = y + row * width;
      if (!inside) {
        std::fill_n(to, width, value);
        continue;
      }
      const auto show = [&](std::int64_t i) {
        const std::int64_t cell = inner.cells[static_cast<std::size_t>(i)];
        to[i] = cell == nothing ? value : x[from + cell];
      };
      for (std::int64_t i = 0; i < inner.plain_begin; ++i) show(i);
      if (inner.plain_begin < inner.plain_end) {
        const T* plain = x + from + inner.cells[static_cast<std::size_t>(inner.plain_begin)];
        std::copy_n(plain, inner.plain_end - inner.plain_begin, to + inner.plain_begin);
      }
      for (std::int64_t i = inner.plain_end; i < width; ++i) show(i);
    }
  });
}

}  // namespace

void pad(const Pool& pool, Padding mode, std::size_t element_size, const void* x, Dims dims, Dims begins,
         Dims ends, const void* value, void* y) {
  std::vector<Axis> axes;
  std::int64_t stride = 1;
  for (std::size_t a = dims.size(); a-- > 0; stride *= dims[a]) {
    axes.emplace_back(mode, dims[a], begins[a], ends[a], stride);
  }
  std::reverse(axes.begin(), axes.end());
  if (axes.empty()) axes.emplace_back(mode, 1, 0, 0, 1);
  with_bits(element_size, [&](auto element) {
    using Element = decltype(element);
    pad_rows(pool, axes, static_cast<const Element*>(x),
             value ? *static_cast<const Element*>(value) : Element{}, static_cast<Element*>(y));
  });
}

}  // namespace byom::kernels
