// A sliding window over up to three spatial axes, and the rules that give its output size and padding.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

namespace byom::kernels {

/// Sizes along the spatial axes, outermost first. Fewer than three axes stand at the end: {1, height, width}.
using Spatial = std::array<std::int64_t, 3>;

/// `sizes` (at most three) moved to the end, `fill` in front.
inline Spatial spatial(std::span<const std::int64_t> sizes, std::int64_t fill) {
  Spatial s = {fill, fill, fill};
  std::copy_backward(sizes.begin(), sizes.end(), s.end());
  return s;
}

inline std::int64_t volume(const Spatial& s) {
  return s[0] * s[1] * s[2];
}

/// Output cell o and tap k look at input cell o * stride + k * dilation - pad_begin; what lies outside the
/// input is padding. The caller gives `output`, so padding at the end (any `ceil` rule too) is what remains.
/// pad_begin may be negative (cells cut off). Sizes >= 1 except input and output (>= 0), steps >= 1.
struct Window {
  Spatial input = {1, 1, 1};
  Spatial output = {1, 1, 1};
  Spatial kernel = {1, 1, 1};
  Spatial stride = {1, 1, 1};
  Spatial dilation = {1, 1, 1};
  Spatial pad_begin = {0, 0, 0};
};

/// Output size along one axis with `pad_total` cells of padding on both ends together, rounded down (or up
/// when `round_up`); 0 when the window does not fit.
inline std::int64_t window_output(std::int64_t input, std::int64_t kernel, std::int64_t stride,
                                  std::int64_t dilation, std::int64_t pad_total, bool round_up = false) {
  const std::int64_t room = input + pad_total - (kernel - 1) * dilation - 1;
  if (room < 0) return 0;
  return (room + (round_up ? stride - 1 : 0)) / stride + 1;
}

/// TensorFlow's "same": ceil(input / stride) outputs; the odd cell of padding goes to the end.
struct SamePadding {
  std::int64_t output, begin, end;
};
inline SamePadding same_padding(std::int64_t input, std::int64_t kernel, std::int64_t stride,
                                std::int64_t dilation) {
  const std::int64_t output = (input + stride - 1) / stride;
  const std::int64_t total =
      std::max<std::int64_t>(0, (output - 1) * stride + (kernel - 1) * dilation + 1 - input);
  return {output, total / 2, total - total / 2};
}

/// The outputs o in [begin, end) whose input cell for tap `k` along `axis` lies inside the input.
struct Inside {
  std::int64_t begin, end;
};
inline Inside inside(const Window& w, int axis, std::int64_t k) {
  const auto a = static_cast<std::size_t>(axis);
  const std::int64_t shift = k * w.dilation[a] - w.pad_begin[a];  // input cell of output 0
  const std::int64_t step = w.stride[a];
  const std::int64_t first = shift >= 0 ? 0 : (-shift + step - 1) / step;
  const std::int64_t beyond = w.input[a] - shift;  // smallest o * step that is outside
  const std::int64_t last = beyond <= 0 ? 0 : (beyond + step - 1) / step;
  const std::int64_t begin = std::min(first, w.output[a]);
  return {begin, std::max(begin, std::min(last, w.output[a]))};
}

/// Calls f(step) with the common steps as constants, whose loops the compiler turns into vectors.
template <class F>
void with_constant_step(std::int64_t step, F f) {
  if (step == 1) return f(std::integral_constant<std::int64_t, 1>());
  if (step == 2) return f(std::integral_constant<std::int64_t, 2>());
  f(step);
}

}  // namespace byom::kernels
