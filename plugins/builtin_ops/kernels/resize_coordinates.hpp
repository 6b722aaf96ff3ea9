// Where an output cell of a resized axis lies in the input, and which cells it takes from there.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "resize.hpp"

namespace byom::kernels {

/// In the type that Real is: nearest neighbours are decided in float, as the models' own runtimes decide
/// them, because a value near one half goes elsewhere in double.
template <class Real>
Real resized_coordinate(const ResizeAxis& axis, Coordinates rule, std::int64_t x) {
  const Real at = static_cast<Real>(x), scale = static_cast<Real>(axis.scale), half = Real{0.5};
  const Real last = static_cast<Real>(axis.input - 1);
  const Real steps =
      axis.length == 0 ? static_cast<Real>(axis.output - 1) : static_cast<Real>(axis.length) - 1;
  switch (rule) {
    case Coordinates::half_pixel:
      return (at + half) / scale - half;
    case Coordinates::half_pixel_symmetric: {
      const Real exact = scale * static_cast<Real>(axis.input), center = static_cast<Real>(axis.input) / 2;
      const Real offset = center * (1 - static_cast<Real>(axis.output) / exact);
      return offset + (at + half) / scale - half;
    }
    case Coordinates::pytorch_half_pixel:
      return steps != 0 ? (at + half) / scale - half : Real{0};
    case Coordinates::align_corners:
      return steps != 0 ? at * last / steps : Real{0};
    case Coordinates::asymmetric:
      return at / scale;
    case Coordinates::tf_half_pixel_for_nn:
      return (at + half) / scale;
    case Coordinates::tf_crop_and_resize: {
      const Real begin = static_cast<Real>(axis.roi_begin), end = static_cast<Real>(axis.roi_end);
      return steps != 0 ? begin * last + at * (end - begin) * last / steps : half * (begin + end) * last;
    }
  }
  return at;
}

inline std::int64_t nearest_cell(float at, Nearest rule, bool shrinks) {
  switch (rule) {
    case Nearest::round_prefer_floor:
      return static_cast<std::int64_t>(std::ceil(at - 0.5f));
    case Nearest::round_prefer_ceil:
      return static_cast<std::int64_t>(std::floor(at + 0.5f));
    case Nearest::floor:
      return static_cast<std::int64_t>(std::floor(at));
    case Nearest::ceil:
      return static_cast<std::int64_t>(std::ceil(at));
    case Nearest::opset10:
      return static_cast<std::int64_t>(shrinks ? std::ceil(at) : std::floor(at));
  }
  return 0;
}

/// Weights of the cells floor(at) - 1 ... floor(at) + 2 for the fraction `s` of `at` (Keys' kernel).
inline std::array<double, 4> cubic_weights(double s, double a) {
  const auto near = [a](double d) { return ((a + 2) * d - (a + 3)) * d * d + 1; };
  const auto far = [a](double d) { return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a; };
  return {far(1 + s), near(s), near(1 - s), far(2 - s)};
}

}  // namespace byom::kernels
