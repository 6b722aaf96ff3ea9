// Enlarging by repetition and by two linear steps between neighbours.
#include "upsample.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace byom::kernels {

namespace {

// The two cells between which an output cell lies, and how far it is from the first.
struct Between {
  Between(std::int64_t output, std::int64_t size, std::int64_t out_size) {
    const float ratio = static_cast<float>(size) / static_cast<float>(out_size);
    const float at = (static_cast<float>(output) + 0.5f) * ratio - 0.5f;
    const float floor = std::floor(at);
    low = std::max<std::int64_t>(0, static_cast<std::int64_t>(floor));
    high = std::min(size - 1, static_cast<std::int64_t>(std::ceil(at)));
    part = at - floor;
  }

  std::int64_t low, high;
  float part;
};

float mix(float a, float b, float part) {
  return a + (b - a) * part;
}

}  // namespace

template <class T>
void upsample_nearest(const Pool& pool, std::int64_t planes, const Spatial& input, const Spatial& factor,
                      const T* x, T* y) {
  const std::int64_t width = input[2] * factor[2], height = input[1] * factor[1],
                     depth = input[0] * factor[0];
  pool.for_range(planes * depth * height, 16, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const std::int64_t oy = row % height, oz = row / height % depth, plane = row / height / depth;
      const T* from = x + ((plane * input[0] + oz / factor[0]) * input[1] + oy / factor[1]) * input[2];
      T* to = y + row * width;
      for (std::int64_t i = 0; i < input[2]; ++i, to += factor[2]) std::fill_n(to, factor[2], from[i]);
    }
  });
}

void upsample_bilinear(const Pool& pool, std::int64_t planes, std::int64_t height, std::int64_t width,
                       std::int64_t out_height, std::int64_t out_width, const float* x, float* y) {
  std::vector<Between> columns;
  for (std::int64_t o = 0; o < out_width; ++o) columns.emplace_back(o, width, out_width);
  pool.for_range(planes * out_height, 16, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
      const Between v(row % out_height, height, out_height);
      const float* plane = x + row / out_height * height * width;
      const float *top = plane + v.low * width, *bottom = plane + v.high * width;
      for (std::int64_t o = 0; o < out_width; ++o) {
        const Between& h = columns[static_cast<std::size_t>(o)];
        y[row * out_width + o] =
            mix(mix(top[h.low], top[h.high], h.part), mix(bottom[h.low], bottom[h.high], h.part), v.part);
      }
    }
  });
}

template void upsample_nearest(const Pool&, std::int64_t, const Spatial&, const Spatial&, const std::uint8_t*,
                               std::uint8_t*);
template void upsample_nearest(const Pool&, std::int64_t, const Spatial&, const Spatial&,
                               const std::uint16_t*, std::uint16_t*);
template void upsample_nearest(const Pool&, std::int64_t, const Spatial&, const Spatial&, const float*,
                               float*);
template void upsample_nearest(const Pool&, std::int64_t, const Spatial&, const Spatial&, const double*,
                               double*);

}  // namespace byom::kernels
