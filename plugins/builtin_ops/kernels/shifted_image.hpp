// An image padded once and split by stride, so that every tap of a window reads contiguous rows of it.
#pragma once

#include <algorithm>
#include <cstdint>

#include "pool.hpp"
#include "window.hpp"

namespace byom::kernels {

/// Layout of one padded channel: [rows of depth][rows of height][phase][cells]; column c of the padded row
/// stands in phase c % stride at c / stride. Cells that no window reads may be missing.
class ShiftedImage {
 public:
  explicit ShiftedImage(const Window& window) : w_(window) {
    for (std::size_t a = 0; a < 3; ++a) {
      extent_[a] = (w_.output[a] - 1) * w_.stride[a] + (w_.kernel[a] - 1) * w_.dilation[a] + 1;
      in_place_ = in_place_ && w_.pad_begin[a] == 0 && extent_[a] <= w_.input[a];
    }
    in_place_ = in_place_ && w_.stride[2] == 1;
    phases_ = std::min(w_.stride[2], extent_[2]);
    cells_ = (extent_[2] + w_.stride[2] - 1) / w_.stride[2];
    row_ = in_place_ ? w_.input[2] : phases_ * cells_;
    plane_ = row_ * (in_place_ ? w_.input[1] : extent_[1]);
    channel_ = plane_ * (in_place_ ? w_.input[0] : extent_[0]);
  }

  /// True when the input itself serves as the image.
  bool in_place() const { return in_place_; }

  /// Floats of one channel.
  std::int64_t channel() const { return channel_; }

  /// Where output row (oz, oy) begins, to which offset(tap) is added.
  std::int64_t row(std::int64_t oz, std::int64_t oy) const {
    return oz * w_.stride[0] * plane_ + oy * w_.stride[1] * row_;
  }

  std::int64_t offset(std::int64_t kz, std::int64_t ky, std::int64_t kx) const {
    const std::int64_t column = kx * w_.dilation[2];
    return kz * w_.dilation[0] * plane_ + ky * w_.dilation[1] * row_ + column % w_.stride[2] * cells_ +
           column / w_.stride[2];
  }

  /// True when output rows follow one another without a gap, as in a 1x1 window over the whole input.
  bool rows_join() const {
    return in_place_ && w_.output[2] == row_ && w_.output[1] * row_ == plane_ &&
           w_.stride == Spatial{1, 1, 1};
  }

  /// image[c] from x[c] for c < channels; `zero` (an integer's zero point, -infinity) fills the padding.
  void fill(const Pool& pool, const float* x, std::int64_t channels, float* image, float zero = 0) const {
    pool.for_range(channels, 4, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t c = begin; c < end; ++c)
        fill_channel(x + c * volume(w_.input), image + c * channel_, zero);
    });
  }

 private:
  void fill_channel(const float* x, float* image, float zero) const {
    for (std::int64_t z = 0; z < extent_[0]; ++z) {
      const std::int64_t iz = z - w_.pad_begin[0];
      for (std::int64_t y = 0; y < extent_[1]; ++y, image += row_) {
        const std::int64_t iy = y - w_.pad_begin[1];
        if (!read(0, z) || !read(1, y)) continue;
        if (iz < 0 || iz >= w_.input[0] || iy < 0 || iy >= w_.input[1]) {
          std::fill_n(image, row_, zero);
        } else {
          fill_row(x + (iz * w_.input[1] + iy) * w_.input[2], image, zero);
        }
      }
    }
  }

  void fill_row(const float* x, float* image, float zero) const {
    const std::int64_t step = w_.stride[2], pad = w_.pad_begin[2];
    for (std::int64_t phase = 0; phase < phases_; ++phase, image += cells_) {
      if (!read(2, phase)) continue;
      // Cells i whose column i * step + phase - pad lies in [0, input).
      const std::int64_t shift = phase - pad, beyond = w_.input[2] - shift;
      const std::int64_t first = std::min(cells_, shift >= 0 ? 0 : (-shift + step - 1) / step);
      const std::int64_t last = std::clamp(beyond <= 0 ? 0 : (beyond + step - 1) / step, first, cells_);
      std::fill(image, image + first, zero);
      if (step == 1) {
        std::copy(x + first + shift, x + last + shift, image + first);
      } else {
        for (std::int64_t i = first; i < last; ++i) image[i] = x[i * step + shift];
      }
      std::fill(image + last, image + cells_, zero);
    }
  }

  // Whether any tap reads padded row `at` of the axis (for the last axis: phase `at`).
  bool read(std::size_t axis, std::int64_t at) const {
    if (w_.kernel[axis] * w_.dilation[axis] >= w_.stride[axis] && w_.dilation[axis] == 1) return true;
    for (std::int64_t k = 0; k < w_.kernel[axis]; ++k) {
      if ((at - k * w_.dilation[axis]) % w_.stride[axis] == 0) return true;
    }
    return false;
  }

  Window w_;
  Spatial extent_{};
  std::int64_t phases_ = 1, cells_ = 0, row_ = 0, plane_ = 0, channel_ = 0;
  bool in_place_ = true;
};

}  // namespace byom::kernels
