// Transposed convolution as a matrix product whose columns are added back into the image.
#include <algorithm>

#include "gemm.hpp"
#include "transposed_convolution.hpp"

namespace byom::kernels {

namespace {

constexpr std::int64_t column_floats = std::int64_t{1} << 20;

struct Plan {
  explicit Plan(const TransposedShape& s)
      : group_in(s.in_channels / s.groups),
        group_out(s.out_channels / s.groups),
        taps(volume(s.window.kernel)),
        cells(volume(s.window.input)),
        channels_at_once(std::clamp<std::int64_t>(column_floats / std::max<std::int64_t>(1, taps * cells), 1,
                                                  std::max<std::int64_t>(1, group_out))) {}

  std::int64_t group_in, group_out, taps, cells, channels_at_once;
};

// Swaps the two sides of the window: for a tap, the input cells whose output lies inside.
Window seen_from_output(const Window& w) {
  Window swapped = w;
  std::swap(swapped.input, swapped.output);
  return swapped;
}

// Adds the products of one tap, columns[input...], to one output plane.
void add_tap(const Window& w, const Window& swapped, const Spatial& k, const float* columns, float* plane) {
  const Inside depth = inside(swapped, 0, k[0]), height = inside(swapped, 1, k[1]),
               width = inside(swapped, 2, k[2]);
  const std::int64_t step = w.stride[2], shift = k[2] * w.dilation[2] - w.pad_begin[2];
  for (std::int64_t z = depth.begin; z < depth.end; ++z) {
    const std::int64_t oz = z * w.stride[0] + k[0] * w.dilation[0] - w.pad_begin[0];
    for (std::int64_t y = height.begin; y < height.end; ++y) {
      const std::int64_t oy = y * w.stride[1] + k[1] * w.dilation[1] - w.pad_begin[1];
      const float* from = columns + (z * w.input[1] + y) * w.input[2];
      float* row = plane + (oz * w.output[1] + oy) * w.output[2];
      for (std::int64_t i = width.begin; i < width.end; ++i) row[i * step + shift] += from[i];
    }
  }
}

void add_channel(const Window& w, float bias, const float* columns, float* plane) {
  const Window swapped = seen_from_output(w);
  std::fill_n(plane, volume(w.output), bias);
  for (std::int64_t kz = 0; kz < w.kernel[0]; ++kz) {
    for (std::int64_t ky = 0; ky < w.kernel[1]; ++ky) {
      for (std::int64_t kx = 0; kx < w.kernel[2]; ++kx, columns += volume(w.input)) {
        add_tap(w, swapped, {kz, ky, kx}, columns, plane);
      }
    }
  }
}

}  // namespace

std::size_t transposed_convolution_scatter_scratch_bytes(const TransposedShape& shape) {
  const Plan plan(shape);
  return static_cast<std::size_t>(plan.channels_at_once * plan.taps * plan.cells) * sizeof(float);
}

void transposed_convolution_scatter(const Pool& pool, const TransposedShape& s, const float* x,
                                    const float* w, const float* bias, float* y, void* scratch,
                                    const IsaTable& table) {
  const Plan plan(s);
  float* columns = static_cast<float*>(scratch);
  for (std::int64_t unit = 0; unit < s.batch * s.groups; ++unit) {
    const std::int64_t group = unit % s.groups;
    for (std::int64_t first = 0; first < plan.group_out; first += plan.channels_at_once) {
      const std::int64_t channels = std::min(plan.channels_at_once, plan.group_out - first);
      const GemmShape shape = {.m = channels * plan.taps,
                               .n = plan.cells,
                               .k = plan.group_in,
                               .lda = plan.group_out * plan.taps,
                               .ldb = plan.cells,
                               .ldc = plan.cells,
                               .transpose_a = true};
      gemm(pool, shape, 1.f, w + (group * plan.group_in * plan.group_out + first) * plan.taps,
           x + unit * plan.group_in * plan.cells, false, columns, table);
      pool.for_range(channels, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t c = begin; c < end; ++c) {
          const std::int64_t o = first + c;
          add_channel(s.window, bias ? bias[group * plan.group_out + o] : 0.f,
                      columns + c * plan.taps * plan.cells,
                      y + (unit * plan.group_out + o) * volume(s.window.output));
        }
      });
    }
  }
}

}  // namespace byom::kernels
