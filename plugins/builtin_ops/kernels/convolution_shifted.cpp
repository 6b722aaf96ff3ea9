// Convolution as sums over taps of shifted images, in register tiles; no columns and no matrix product.
#include <algorithm>
#include <cstring>

#include "convolution.hpp"
#include "shifted_image.hpp"
#include "tiles.hpp"

namespace byom::kernels {

namespace {

constexpr std::int64_t image_floats = std::int64_t{1} << 22;
constexpr std::int64_t line = 16;  // floats of a cache line

std::int64_t whole_lines(std::int64_t floats) {
  return (floats + line - 1) / line * line;
}

// What is decided from the shape alone.
struct Plan {
  explicit Plan(const ConvolutionShape& shape)
      : image(shape.window),
        group_in(shape.in_channels / shape.groups),
        group_out(shape.out_channels / shape.groups),
        depth(group_in * volume(shape.window.kernel)),
        pixels(volume(shape.window.output)),
        by_rows(group_out < 8) {
    const std::int64_t sample = std::max<std::int64_t>(1, image.channel() * shape.in_channels);
    samples_at_once = image.in_place() ? shape.batch
                                       : std::clamp<std::int64_t>(image_floats / sample, 1,
                                                                  std::max<std::int64_t>(shape.batch, 1));
    image_size = image.in_place() ? 0 : whole_lines(samples_at_once * sample);
    weights_size = by_rows ? whole_lines(shape.out_channels * depth) : 0;
  }

  ShiftedImage image;
  std::int64_t group_in, group_out, depth, pixels;
  bool by_rows;  // too few channels for a panel: vectors lie along the row instead
  std::int64_t samples_at_once = 0, image_size = 0, weights_size = 0;
};

struct Scratch {
  Scratch(const Plan& plan, void* memory)
      : image(static_cast<float*>(memory)),
        weights(image + plan.image_size),
        x_offset(reinterpret_cast<std::int64_t*>(weights + plan.weights_size)),
        w_offset(x_offset + plan.depth) {}

  float *image, *weights;
  std::int64_t *x_offset, *w_offset;
};

// Terms in the order (tap, channel), that of the weights.
void fill_offsets(const ConvolutionShape& s, const Plan& plan, const Scratch& scratch) {
  const Spatial& kernel = s.window.kernel;
  std::int64_t k = 0;
  for (std::int64_t kz = 0; kz < kernel[0]; ++kz) {
    for (std::int64_t ky = 0; ky < kernel[1]; ++ky) {
      for (std::int64_t kx = 0; kx < kernel[2]; ++kx) {
        const std::int64_t tap = plan.image.offset(kz, ky, kx);
        for (std::int64_t c = 0; c < plan.group_in; ++c, ++k) {
          scratch.x_offset[k] = tap + c * plan.image.channel();
          scratch.w_offset[k] = k * s.out_channels;
        }
      }
    }
  }
}

// Samples [0, samples) of `image` by panels of output channels.
void by_panels(const Pool& pool, const ConvolutionShape& s, const Plan& plan, const Scratch& scratch,
               std::int64_t samples, const float* image, const float* w, const float* bias, float* y,
               const IsaTable& table) {
  const bool join = plan.image.rows_join();
  const std::int64_t row = join ? plan.pixels : s.window.output[2];
  const std::int64_t in_row = tiles_in_row(table, row), tiles = plan.pixels / row * in_row;
  const std::int64_t chunks = (tiles + tiles_at_once - 1) / tiles_at_once;
  const std::int64_t panels = (plan.group_out + table.panel - 1) / table.panel;
  // The samples of one panel follow one another: its weights are in the cache from the second on.
  pool.for_range(s.groups * panels * samples * chunks, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t group = task / (chunks * samples * panels);
      const std::int64_t unit = task / chunks % samples * s.groups + group, channel = group * plan.group_out;
      const TileSums sums = {image + unit * plan.group_in * plan.image.channel(),
                             scratch.x_offset,
                             w + channel,
                             scratch.w_offset,
                             1,
                             plan.depth,
                             bias ? bias + channel : nullptr,
                             y + unit * plan.group_out * plan.pixels,
                             1,
                             plan.pixels,
                             plan.group_out};
      Tile chunk[tiles_at_once];
      const std::int64_t first = task % chunks * tiles_at_once, last = std::min(tiles, first + tiles_at_once);
      for (std::int64_t t = first; t < last; ++t) {
        const std::int64_t r = t / in_row, from = tile_begin(row, in_row, t % in_row);
        const std::int64_t base = join ? 0 : plan.image.row(r / s.window.output[1], r % s.window.output[1]);
        chunk[t - first] = {base + from, r * row + from, tile_begin(row, in_row, t % in_row + 1) - from};
      }
      tile_sums(table, sums, task / (chunks * samples) % panels * table.panel,
                {chunk, static_cast<std::size_t>(last - first)});
    }
  });
}

// The same for few output channels a group, down to one (depthwise).
void by_rows(const Pool& pool, const ConvolutionShape& s, const Plan& plan, const Scratch& scratch,
             std::int64_t samples, const float* image, const float* bias, float* y, const IsaTable& table) {
  const Spatial& out = s.window.output;
  pool.for_range(samples * s.out_channels, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t plane = begin; plane < end; ++plane) {
      const std::int64_t o = plane % s.out_channels;
      const float* from = image + plane / plan.group_out * plan.group_in * plan.image.channel();
      float* to = y + plane * plan.pixels;
      for (std::int64_t r = 0; r < out[0] * out[1]; ++r, to += out[2]) {
        table.taps(out[2], plan.depth, from + plan.image.row(r / out[1], r % out[1]), scratch.x_offset,
                   scratch.weights + o * plan.depth, bias ? bias[o] : 0.f, false, to);
      }
    }
  });
}

}  // namespace

std::size_t convolution_shifted_scratch_bytes(const ConvolutionShape& shape) {
  const Plan plan(shape);
  return static_cast<std::size_t>(plan.image_size + plan.weights_size) * sizeof(float) +
         static_cast<std::size_t>(2 * plan.depth) * sizeof(std::int64_t);
}

void convolution_shifted(const Pool& pool, const ConvolutionShape& s, const float* x, const float* w,
                         const float* bias, float* y, void* memory, const IsaTable& table) {
  const Plan plan(s);
  if (plan.pixels == 0) return;
  const Scratch scratch(plan, memory);
  fill_offsets(s, plan, scratch);
  for (std::int64_t o = 0; plan.by_rows && o < s.out_channels; ++o) {
    for (std::int64_t k = 0; k < plan.depth; ++k)
      scratch.weights[o * plan.depth + k] = w[k * s.out_channels + o];
  }
  for (std::int64_t sample = 0; sample < s.batch; sample += plan.samples_at_once) {
    const std::int64_t samples = std::min(plan.samples_at_once, s.batch - sample);
    const float* image = x + sample * s.in_channels * volume(s.window.input);
    if (!plan.image.in_place()) {
      plan.image.fill(pool, image, samples * s.in_channels, scratch.image);
      image = scratch.image;
    }
    float* out = y + sample * s.out_channels * plan.pixels;
    if (plan.by_rows) {
      by_rows(pool, s, plan, scratch, samples, image, bias, out, table);
    } else {
      by_panels(pool, s, plan, scratch, samples, image, w, bias, out, table);
    }
  }
}

}  // namespace byom::kernels
