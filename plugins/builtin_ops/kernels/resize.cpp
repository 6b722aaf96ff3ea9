// Resizes one axis after the other, from tables made once.
#include "resize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "dims.hpp"
#include "resize_coordinates.hpp"

namespace byom::kernels {

namespace {

template <class T>
using Work = std::conditional_t<std::is_same_v<T, float> || sizeof(T) == 1, float, double>;

template <class To, class From>
To cut(From value) {
  if constexpr (std::is_integral_v<To>) {
    if (!(value > static_cast<From>(std::numeric_limits<To>::lowest())))
      return std::numeric_limits<To>::lowest();
    if (value >= static_cast<From>(std::numeric_limits<To>::max())) return std::numeric_limits<To>::max();
  }
  return static_cast<To>(value);
}

}  // namespace

void Resize::fill_weights(const ResizeRules& rules, double at, std::int64_t o, Axis& axis) {
  const std::int64_t last = axis.input - 1;
  std::int64_t* cells = axis.cells.data() + o * axis.taps;
  double* weights = axis.weights.data() + o * axis.taps;
  if (rules.interpolation == Interpolation::linear) {
    const double inside = std::clamp(at, 0.0, static_cast<double>(last));
    cells[0] = static_cast<std::int64_t>(std::floor(inside));
    cells[1] = std::min(cells[0] + 1, last);
    weights[1] = inside - static_cast<double>(cells[0]);
    weights[0] = 1 - weights[1];
    return;
  }
  const auto floor = static_cast<std::int64_t>(std::floor(at));
  const auto all = cubic_weights(at - std::floor(at), rules.cubic_a);
  double sum = 0;
  for (std::int64_t t = 0; t < 4; ++t) {
    const std::int64_t cell = floor - 1 + t;
    cells[t] = std::clamp<std::int64_t>(cell, 0, last);
    weights[t] = rules.exclude_outside && cell != cells[t] ? 0 : all[static_cast<std::size_t>(t)];
    sum += weights[t];
  }
  for (std::int64_t t = 0; rules.exclude_outside && t < 4; ++t) weights[t] /= sum;
}

Resize::Axis Resize::make_axis(const ResizeAxis& given, const ResizeRules& rules) {
  Axis axis{given.input, given.output, 1, {}, {}, {}};
  if (rules.interpolation == Interpolation::linear) axis.taps = 2;
  if (rules.interpolation == Interpolation::cubic) axis.taps = 4;
  const auto n = static_cast<std::size_t>(axis.output * axis.taps);
  axis.cells.resize(n);
  axis.weights.assign(n, 1);
  axis.outside.resize(static_cast<std::size_t>(axis.output));
  axis.identity = axis.input == axis.output;
  for (std::int64_t o = 0; o < axis.output; ++o) {
    const double at = resized_coordinate<double>(given, rules.coordinates, o);
    if (axis.taps == 1) {
      const float rounded = resized_coordinate<float>(given, rules.coordinates, o);
      axis.cells[static_cast<std::size_t>(o)] =
          std::clamp<std::int64_t>(nearest_cell(rounded, rules.nearest, given.scale < 1), 0, axis.input - 1);
    } else {
      fill_weights(rules, at, o, axis);
    }
    axis.outside[static_cast<std::size_t>(o)] = rules.coordinates == Coordinates::tf_crop_and_resize &&
                                                (at < 0 || at > static_cast<double>(axis.input - 1));
    for (std::int64_t t = 0; t < axis.taps; ++t) {
      const auto i = static_cast<std::size_t>(o * axis.taps + t);
      axis.identity = axis.identity && (axis.weights[i] == 0 || (axis.weights[i] == 1 && axis.cells[i] == o));
    }
  }
  return axis;
}

Resize::Resize(std::span<const ResizeAxis> axes, const ResizeRules& rules) : rules_(rules) {
  for (const ResizeAxis& axis : axes) {
    axes_.push_back(make_axis(axis, rules));
    inputs_ *= axis.input;
    outputs_ *= axis.output;
  }
  // Outer axes first: when one is done, those outside it have their output size and those inside their input
  // size.
  for (std::size_t a = 0; a < axes_.size(); ++a) {
    for (std::size_t b = 0; b < axes_.size(); ++b) {
      if (b < a) axes_[a].before *= axes_[b].output;
      if (b > a) axes_[a].after *= axes_[b].input;
    }
    if (!axes_[a].identity) active_.push_back(&axes_[a]);
  }
}

std::size_t Resize::scratch_bytes() const {
  std::int64_t bytes = 0;
  for (std::size_t i = 0; i + 1 < active_.size(); ++i) {
    const Axis& axis = *active_[i];
    const std::int64_t cells = axis.before * axis.output * axis.after;
    bytes += (cells + 7) / 8 * 8 * static_cast<std::int64_t>(sizeof(double));
  }
  return static_cast<std::size_t>(bytes);
}

template <class From, class To, std::int64_t taps>
void Resize::mix(const Pool& pool, const Axis& axis, const From* x, To* y) {
  using Real = std::conditional_t<std::is_floating_point_v<From>, From,
                                  std::conditional_t<std::is_floating_point_v<To>, To, Work<To>>>;
  const auto mixed = [](const From* from, std::int64_t step, const std::int64_t* cells,
                        const double* weights) {
    Real sum = static_cast<Real>(from[cells[0] * step]) * static_cast<Real>(weights[0]);
    for (std::int64_t t = 1; t < taps; ++t) {
      sum += static_cast<Real>(from[cells[t] * step]) * static_cast<Real>(weights[t]);
    }
    return cut<To>(sum);
  };
  const std::int64_t n = axis.after;
  const std::int64_t grain =
      std::max<std::int64_t>(1, element_grain / (axis.output * std::max<std::int64_t>(1, n)));
  pool.for_range(axis.before, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t slab = begin; slab < end; ++slab) {
      const From* from = x + slab * axis.input * n;
      To* to = y + slab * axis.output * n;
      for (std::int64_t o = 0; o < axis.output; ++o, to += n) {
        const std::int64_t* cells = axis.cells.data() + o * taps;
        const double* weights = axis.weights.data() + o * taps;
        for (std::int64_t i = 0; i < n; ++i) to[i] = mixed(from + i, n, cells, weights);
      }
    }
  });
}

template <class From, class To>
void Resize::interpolate(const Pool& pool, const Axis& axis, const From* x, To* y) {
  axis.taps == 2 ? mix<From, To, 2>(pool, axis, x, y) : mix<From, To, 4>(pool, axis, x, y);
}

template <class T>
void Resize::pick(const Pool& pool, const Axis& axis, const T* x, T* y) {
  const std::int64_t n = axis.after;
  const std::int64_t grain =
      std::max<std::int64_t>(1, element_grain / (axis.output * std::max<std::int64_t>(1, n)));
  pool.for_range(axis.before, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t slab = begin; slab < end; ++slab) {
      const T* from = x + slab * axis.input * n;
      T* to = y + slab * axis.output * n;
      const std::int64_t* cells = axis.cells.data();
      if (n == 1) {
        for (std::int64_t o = 0; o < axis.output; ++o) to[o] = from[cells[o]];
      } else {
        for (std::int64_t o = 0; o < axis.output; ++o) std::copy_n(from + cells[o] * n, n, to + o * n);
      }
    }
  });
}

template <class T>
void Resize::extrapolate(const Pool& pool, T* y) const {
  const T value = cut<T>(rules_.extrapolation_value);
  for (const Axis& axis : axes_) {
    if (std::find(axis.outside.begin(), axis.outside.end(), true) == axis.outside.end()) continue;
    std::int64_t after = 1;
    for (const Axis* inner = &axis + 1; inner != axes_.data() + axes_.size(); ++inner) after *= inner->output;
    pool.for_range(axis.before * axis.output, 64, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t row = begin; row < end; ++row) {
        if (axis.outside[static_cast<std::size_t>(row % axis.output)])
          std::fill_n(y + row * after, after, value);
      }
    });
  }
}

template <class T>
void Resize::run(const Pool& pool, const T* x, T* y, void* scratch) const {
  if (outputs_ == 0) return;
  char* next = static_cast<char*>(scratch);
  const auto room = [&](const Axis& axis) {
    void* here = next;
    next += (axis.before * axis.output * axis.after + 7) / 8 * 8 * static_cast<std::int64_t>(sizeof(double));
    return here;
  };
  if (active_.empty()) std::copy_n(x, inputs_, y);
  if (rules_.interpolation == Interpolation::nearest) {
    const T* from = x;
    for (const Axis* axis : active_) {
      T* to = axis == active_.back() ? y : static_cast<T*>(room(*axis));
      pick(pool, *axis, from, to);
      from = to;
    }
  } else if (active_.size() == 1) {
    interpolate(pool, *active_[0], x, y);
  } else if (!active_.empty()) {
    auto* between = static_cast<Work<T>*>(room(*active_[0]));
    interpolate(pool, *active_[0], x, between);
    for (std::size_t i = 1; i + 1 < active_.size(); ++i) {
      auto* to = static_cast<Work<T>*>(room(*active_[i]));
      interpolate(pool, *active_[i], between, to);
      between = to;
    }
    interpolate(pool, *active_.back(), between, y);
  }
  extrapolate(pool, y);
}

template void Resize::run(const Pool&, const float*, float*, void*) const;
template void Resize::run(const Pool&, const double*, double*, void*) const;
template void Resize::run(const Pool&, const std::int32_t*, std::int32_t*, void*) const;
template void Resize::run(const Pool&, const std::int64_t*, std::int64_t*, void*) const;
template void Resize::run(const Pool&, const std::uint8_t*, std::uint8_t*, void*) const;
template void Resize::run(const Pool&, const std::int8_t*, std::int8_t*, void*) const;

}  // namespace byom::kernels
