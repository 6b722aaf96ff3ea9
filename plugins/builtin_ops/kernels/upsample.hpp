// Enlarging images as Keras' UpSampling layers do it, channels first.
#pragma once

#include <cstdint>

#include "pool.hpp"
#include "window.hpp"

namespace byom::kernels {

/// x[planes, input...] -> y[planes, input * factor...]: every cell repeated; one to three axes. For elements
/// of 1, 2, 4 or 8 bytes (uint8, uint16, float, double stand for them).
template <class T>
void upsample_nearest(const Pool& pool, std::int64_t planes, const Spatial& input, const Spatial& factor,
                      const T* x, T* y);

/// x[planes, height, width] -> y[planes, out_height, out_width]: tf.image.resize, bilinear, half-pixel
/// centres, without antialiasing.
void upsample_bilinear(const Pool& pool, std::int64_t planes, std::int64_t height, std::int64_t width,
                       std::int64_t out_height, std::int64_t out_width, const float* x, float* y);

}  // namespace byom::kernels
