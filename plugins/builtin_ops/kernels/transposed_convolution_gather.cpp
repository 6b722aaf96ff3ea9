// Transposed convolution as plain convolutions, one for each residue of the output modulo the stride.
#include <algorithm>

#include "shifted_image.hpp"
#include "tiles.hpp"
#include "transposed_convolution.hpp"

namespace byom::kernels {

namespace {

constexpr std::int64_t image_floats = std::int64_t{1} << 22, line = 16;

std::int64_t whole_lines(std::int64_t floats) {
  return (floats + line - 1) / line * line;
}
std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}
std::int64_t floor_mod(std::int64_t a, std::int64_t b) {
  return a - floor_div(a, b) * b;
}

// With t = output cell + pad_begin = residue + stride * m, tap k (k * dilation = residue + stride * e) reads
// input cell m - e. So in the image below, which begins at the smallest m - e, the tap is the shift most - e.
struct Axis {
  Axis(const Window& w, std::size_t a)
      : stride(w.stride[a]),
        dilation(w.dilation[a]),
        pad(w.pad_begin[a]),
        kernel(w.kernel[a]),
        output(w.output[a]),
        least(floor_div(pad, stride)),
        most((kernel - 1) * dilation / stride) {}

  bool reaches(std::int64_t tap, std::int64_t residue) const { return tap * dilation % stride == residue; }
  std::int64_t shift(std::int64_t tap) const { return most - tap * dilation / stride; }
  // The residues that have outputs are those of the first cells.
  std::int64_t residues() const { return std::min(stride, output); }
  std::int64_t residue(std::int64_t cell) const { return floor_mod(cell + pad, stride); }
  std::int64_t first(std::int64_t residue) const { return floor_mod(residue - pad, stride); }
  std::int64_t count(std::int64_t residue) const {
    return first(residue) < output ? (output - 1 - first(residue)) / stride + 1 : 0;
  }
  std::int64_t cell(std::int64_t residue) const { return (first(residue) + pad - residue) / stride - least; }

  std::int64_t stride, dilation, pad, kernel, output, least, most;
};

Window image_window(const Window& w) {
  Window image;
  for (std::size_t a = 0; a < 3; ++a) {
    const Axis axis(w, a);
    image.input[a] = w.input[a];
    image.kernel[a] = axis.most + 1;
    image.pad_begin[a] = axis.most - axis.least;
    image.output[a] = floor_div(axis.output - 1 + axis.pad, axis.stride) - axis.least + 1;
  }
  return image;
}

struct Plan {
  explicit Plan(const TransposedShape& s)
      : axes{Axis(s.window, 0), Axis(s.window, 1), Axis(s.window, 2)},
        image(image_window(s.window)),
        depth(volume(s.window.kernel) * s.in_channels),
        by_rows(s.out_channels < 8) {
    const std::int64_t sample = std::max<std::int64_t>(1, image.channel() * s.in_channels);
    samples_at_once = image.in_place() ? s.batch
                                       : std::clamp<std::int64_t>(image_floats / sample, 1,
                                                                  std::max<std::int64_t>(s.batch, 1));
    image_size = image.in_place() ? 0 : whole_lines(samples_at_once * sample);
    weights_size = by_rows ? whole_lines(s.out_channels * depth) : 0;
  }

  Axis axes[3];
  ShiftedImage image;
  std::int64_t depth;  // of all residues together
  bool by_rows;
  std::int64_t samples_at_once = 0, image_size = 0, weights_size = 0;
};

// One residue of the output: a stride-1 convolution whose outputs lie `stride` apart.
struct Job {
  const TransposedShape& s;
  const Plan& plan;
  const IsaTable& table;
  const float *image, *w, *bias;
  float* y;
  std::int64_t *x_offset, *w_offset;
  float* weights;  // [out_channels][depth] when by rows
  Spatial residue;
  std::int64_t depth = 0;

  std::int64_t outputs(std::size_t a) const { return plan.axes[a].count(residue[a]); }

  void fill_offsets() {
    const Spatial& kernel = s.window.kernel;
    depth = 0;
    for (std::int64_t tap = 0; tap < volume(kernel); ++tap) {
      const Spatial k = {tap / kernel[2] / kernel[1], tap / kernel[2] % kernel[1], tap % kernel[2]};
      bool reached = true;
      for (std::size_t a = 0; a < 3; ++a) reached = reached && plan.axes[a].reaches(k[a], residue[a]);
      if (!reached) continue;
      const std::int64_t shift =
          plan.image.offset(plan.axes[0].shift(k[0]), plan.axes[1].shift(k[1]), plan.axes[2].shift(k[2]));
      for (std::int64_t c = 0; c < s.in_channels; ++c, ++depth) {
        x_offset[depth] = shift + c * plan.image.channel();
        w_offset[depth] = tap * s.out_channels * s.in_channels + c;
      }
    }
    for (std::int64_t o = 0; plan.by_rows && o < s.out_channels; ++o) {
      for (std::int64_t k = 0; k < depth; ++k) weights[o * depth + k] = w[w_offset[k] + o * s.in_channels];
    }
  }

  // Where row `r` of this residue begins in the image and in an output plane.
  Tile row(std::int64_t r) const {
    const Axis &z = plan.axes[0], &v = plan.axes[1], &h = plan.axes[2];
    const std::int64_t rz = r / outputs(1), ry = r % outputs(1);
    const std::int64_t oz = z.first(residue[0]) + rz * z.stride, oy = v.first(residue[1]) + ry * v.stride;
    return {plan.image.row(z.cell(residue[0]) + rz, v.cell(residue[1]) + ry) + h.cell(residue[2]),
            (oz * v.output + oy) * h.output + h.first(residue[2]), outputs(2)};
  }

  void by_panels(const Pool& pool, std::int64_t samples) const {
    const std::int64_t in_row = tiles_in_row(table, outputs(2)), tiles = outputs(0) * outputs(1) * in_row;
    const std::int64_t chunks = (tiles + tiles_at_once - 1) / tiles_at_once;
    const std::int64_t panels = (s.out_channels + table.panel - 1) / table.panel,
                       pixels = volume(s.window.output);
    pool.for_range(samples * panels * chunks, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t task = begin; task < end; ++task) {
        const std::int64_t sample = task / (chunks * panels);
        const TileSums sums = {image + sample * s.in_channels * plan.image.channel(),
                               x_offset,
                               w,
                               w_offset,
                               s.in_channels,
                               depth,
                               bias,
                               y + sample * s.out_channels * pixels,
                               plan.axes[2].stride,
                               pixels,
                               s.out_channels};
        Tile chunk[tiles_at_once];
        const std::int64_t first = task % chunks * tiles_at_once,
                           last = std::min(tiles, first + tiles_at_once);
        for (std::int64_t t = first; t < last; ++t) {
          const Tile whole = row(t / in_row);
          const std::int64_t from = tile_begin(whole.length, in_row, t % in_row);
          chunk[t - first] = {whole.x + from, whole.y + from * plan.axes[2].stride,
                              tile_begin(whole.length, in_row, t % in_row + 1) - from};
        }
        tile_sums(table, sums, task / chunks % panels * table.panel,
                  {chunk, static_cast<std::size_t>(last - first)});
      }
    });
  }

  void by_rows(const Pool& pool, std::int64_t samples) const {
    constexpr std::int64_t cells_at_once = 512;
    pool.for_range(samples * s.out_channels, 1, [&](std::int64_t begin, std::int64_t end) {
      float cells[cells_at_once];
      for (std::int64_t plane = begin; plane < end; ++plane) {
        const std::int64_t o = plane % s.out_channels;
        const float* from = image + plane / s.out_channels * s.in_channels * plan.image.channel();
        float* to = y + plane * volume(s.window.output);
        for (std::int64_t r = 0; r < outputs(0) * outputs(1); ++r) {
          const Tile whole = row(r);
          for (std::int64_t c = 0; c < whole.length; c += cells_at_once) {
            const std::int64_t n = std::min(cells_at_once, whole.length - c);
            table.taps(n, depth, from + whole.x + c, x_offset, weights + o * depth, bias ? bias[o] : 0.f,
                       false, cells);
            for (std::int64_t i = 0; i < n; ++i) to[whole.y + (c + i) * plan.axes[2].stride] = cells[i];
          }
        }
      }
    });
  }
};

}  // namespace

std::size_t transposed_convolution_gather_scratch_bytes(const TransposedShape& shape) {
  const Plan plan(shape);
  return static_cast<std::size_t>(plan.image_size + plan.weights_size) * sizeof(float) +
         static_cast<std::size_t>(2 * plan.depth) * sizeof(std::int64_t);
}

void transposed_convolution_gather(const Pool& pool, const TransposedShape& s, const float* x, const float* w,
                                   const float* bias, float* y, void* scratch, const IsaTable& table) {
  const Plan plan(s);
  if (volume(s.window.output) == 0) return;
  float* image = static_cast<float*>(scratch);
  float* weights = image + plan.image_size;
  auto* offsets = reinterpret_cast<std::int64_t*>(weights + plan.weights_size);
  for (std::int64_t sample = 0; sample < s.batch; sample += plan.samples_at_once) {
    const std::int64_t samples = std::min(plan.samples_at_once, s.batch - sample);
    const float* input = x + sample * s.in_channels * volume(s.window.input);
    if (!plan.image.in_place()) plan.image.fill(pool, input, samples * s.in_channels, image);
    Job job{s,
            plan,
            table,
            plan.image.in_place() ? input : image,
            w,
            bias,
            y + sample * s.out_channels * volume(s.window.output),
            offsets,
            offsets + plan.depth,
            weights,
            {}};
    const auto& [z, v, h] = plan.axes;
    for (std::int64_t a = 0; a < z.residues(); ++a) {
      for (std::int64_t b = 0; b < v.residues(); ++b) {
        for (std::int64_t c = 0; c < h.residues(); ++c) {
          job.residue = {z.residue(a), v.residue(b), h.residue(c)};
          job.fill_offsets();
          plan.by_rows ? job.by_rows(pool, samples) : job.by_panels(pool, samples);
        }
      }
    }
  }
}

}  // namespace byom::kernels
