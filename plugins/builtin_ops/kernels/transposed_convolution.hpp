// Transposed convolution of float images, channels first, one to three spatial axes: two independent
// algorithms.
#pragma once

#include <cstddef>
#include <cstdint>

#include "isa.hpp"
#include "pool.hpp"
#include "window.hpp"

namespace byom::kernels {

/// x[batch, in_channels, window.input...] -> y[batch, out_channels, window.output...], contiguous.
/// Input cell i adds, through tap k, to output cell i * stride + k * dilation - pad_begin where that lies in
/// the output. The caller gives the output size, so end padding and output padding are what remains.
struct TransposedShape {
  std::int64_t batch = 1, in_channels = 1, out_channels = 1, groups = 1;
  Window window;
};

/// Output size along one axis when nothing is cut.
inline std::int64_t transposed_output(std::int64_t input, std::int64_t kernel, std::int64_t stride,
                                      std::int64_t dilation, std::int64_t pad_total,
                                      std::int64_t output_padding) {
  return (input - 1) * stride + (kernel - 1) * dilation + 1 + output_padding - pad_total;
}

/// Weights [in_channels, out_channels / groups, kernel...]: multiplies by Eigen and scatters the products.
/// `bias` is null or [out_channels]; `scratch` holds at least the bytes told, aligned to 64, uninitialised.
std::size_t transposed_convolution_scatter_scratch_bytes(const TransposedShape& shape);
void transposed_convolution_scatter(const Pool& pool, const TransposedShape& shape, const float* x,
                                    const float* w, const float* bias, float* y, void* scratch,
                                    const IsaTable& table = isa());

/// Weights [kernel..., out_channels, in_channels], one group only: every residue of the output modulo the
/// stride is a plain convolution with the taps that reach it, gathered in register tiles. Other arguments as
/// above.
std::size_t transposed_convolution_gather_scratch_bytes(const TransposedShape& shape);
void transposed_convolution_gather(const Pool& pool, const TransposedShape& shape, const float* x,
                                   const float* w, const float* bias, float* y, void* scratch,
                                   const IsaTable& table = isa());

}  // namespace byom::kernels
