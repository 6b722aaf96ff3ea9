// Convolution of float images, channels first, one to three spatial axes: two independent algorithms.
#pragma once

#include <cstddef>
#include <cstdint>

#include "isa.hpp"
#include "pool.hpp"
#include "window.hpp"

namespace byom::kernels {

/// x[batch, in_channels, input...] -> y[batch, out_channels, output...], all contiguous.
/// Both channel counts are multiples of `groups`; out channel o belongs to group o / (out_channels / groups).
struct ConvolutionShape {
  std::int64_t batch = 1, in_channels = 1, out_channels = 1, groups = 1;
  Window window;
};

/// Weights [out_channels, in_channels / groups, kernel...]. Unfolds the image into columns (at most about 4
/// MiB at a time) and multiplies by Eigen; a 1x1 kernel with stride 1 multiplies the image itself; one input
/// channel per group adds rows directly. `bias` is null or [out_channels]. `scratch` holds at least the bytes
/// told, aligned to 64, and need not be initialised.
std::size_t convolution_im2col_scratch_bytes(const ConvolutionShape& shape);
void convolution_im2col(const Pool& pool, const ConvolutionShape& shape, const float* x, const float* w,
                        const float* bias, float* y, void* scratch, const IsaTable& table = isa());

/// Weights [kernel..., in_channels / groups, out_channels]. Pads the image, splits its last axis by stride,
/// and sums over taps in register tiles that read the shifted image in place. Other arguments as above.
std::size_t convolution_shifted_scratch_bytes(const ConvolutionShape& shape);
void convolution_shifted(const Pool& pool, const ConvolutionShape& shape, const float* x, const float* w,
                         const float* bias, float* y, void* scratch, const IsaTable& table = isa());

}  // namespace byom::kernels
