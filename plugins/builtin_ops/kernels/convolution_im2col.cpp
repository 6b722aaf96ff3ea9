// Convolution as a product of the weights with an image unfolded into columns.
#include <algorithm>
#include <vector>

#include "convolution.hpp"

namespace byom::kernels {

namespace {

constexpr std::int64_t column_floats = std::int64_t{1} << 20;

// How much of the work is unfolded at a time; a unit is one group of one sample.
struct Plan {
  explicit Plan(const ConvolutionShape& s)
      : group_in(s.in_channels / s.groups),
        group_out(s.out_channels / s.groups),
        depth(group_in * volume(s.window.kernel)),
        pixels(volume(s.window.output)),
        units(s.batch * s.groups) {
    const Window& w = s.window;
    constexpr Spatial ones = {1, 1, 1}, zeros = {0, 0, 0};
    in_place = w.kernel == ones && w.stride == ones && w.pad_begin == zeros && w.input == w.output;
    direct = group_in == 1 || (group_out < 4 && w.stride[2] == 1 && !in_place);
    pixels_at_once =
        in_place || depth * pixels <= column_floats
            ? pixels
            : std::min(pixels, std::max<std::int64_t>(1, column_floats / depth / block_n) * block_n);
    const std::int64_t one = std::max<std::int64_t>(1, depth * pixels_at_once);
    units_at_once =
        in_place ? units : std::clamp<std::int64_t>(column_floats / one, 1, std::max<std::int64_t>(units, 1));
  }

  std::int64_t group_in, group_out, depth, pixels, units;
  std::int64_t pixels_at_once = 0, units_at_once = 0;
  bool in_place = false, direct = false;
};

// Writes y[o * step] for o in [begin, end) of one row; step 1 is the case worth a plain copy.
void copy_row(const float* x, std::int64_t step, std::int64_t n, float* y) {
  if (step == 1) {
    std::copy_n(x, n, y);
  } else {
    for (std::int64_t i = 0; i < n; ++i) y[i] = x[i * step];
  }
}

// Fills column[p - begin] for output pixels p in [begin, end) with the input cells that tap `k` sees.
void unfold_tap(const Window& w, const float* plane, const Spatial& k, std::int64_t begin, std::int64_t end,
                float* column) {
  const Inside depth = inside(w, 0, k[0]), height = inside(w, 1, k[1]), width = inside(w, 2, k[2]);
  const std::int64_t row_length = w.output[2];
  for (std::int64_t p = begin; p < end;) {
    const std::int64_t row = p / row_length, from = p % row_length;
    const std::int64_t to = std::min(row_length, from + end - p);
    const std::int64_t oz = row / w.output[1], oy = row % w.output[1];
    float* out = column + (p - begin) - from;
    p += to - from;
    if (oz < depth.begin || oz >= depth.end || oy < height.begin || oy >= height.end) {
      std::fill(out + from, out + to, 0.f);
      continue;
    }
    const std::int64_t iz = oz * w.stride[0] + k[0] * w.dilation[0] - w.pad_begin[0];
    const std::int64_t iy = oy * w.stride[1] + k[1] * w.dilation[1] - w.pad_begin[1];
    const std::int64_t first = std::clamp(width.begin, from, to), last = std::clamp(width.end, first, to);
    std::fill(out + from, out + first, 0.f);
    const std::int64_t ix = first * w.stride[2] + k[2] * w.dilation[2] - w.pad_begin[2];
    if (first < last)
      copy_row(plane + (iz * w.input[1] + iy) * w.input[2] + ix, w.stride[2], last - first, out + first);
    std::fill(out + last, out + to, 0.f);
  }
}

void unfold_channel(const Window& w, const float* plane, std::int64_t begin, std::int64_t end,
                    float* columns) {
  for (std::int64_t kz = 0; kz < w.kernel[0]; ++kz) {
    for (std::int64_t ky = 0; ky < w.kernel[1]; ++ky) {
      for (std::int64_t kx = 0; kx < w.kernel[2]; ++kx, columns += end - begin) {
        unfold_tap(w, plane, {kz, ky, kx}, begin, end, columns);
      }
    }
  }
}

// The taps of one kernel row, and the outputs that all of them see inside the input.
struct RowTaps {
  explicit RowTaps(const Window& w) : step(w.stride[2]), common{0, w.output[2]} {
    for (std::int64_t k = 0; k < w.kernel[2]; ++k) {
      ranges.push_back(inside(w, 2, k));
      shifts.push_back(k * w.dilation[2] - w.pad_begin[2]);
      common.begin = std::max(common.begin, ranges.back().begin);
      common.end = std::min(common.end, ranges.back().end);
    }
    common.end = std::max(common.begin, common.end);
  }

  // Adds the row x, seen through the taps, to the row y.
  void add(const float* x, const float* taps, float* y, const IsaTable& table) const {
    const auto count = static_cast<std::int64_t>(ranges.size());
    if (step == 1 && common.begin < common.end) {
      table.taps(common.end - common.begin, count, x + common.begin, shifts.data(), taps, 0, true,
                 y + common.begin);
    }
    for (std::size_t k = 0; k < ranges.size(); ++k) {
      const auto [begin, end] = ranges[k];
      if (step == 1) {
        add_tap(x + shifts[k], taps[k], begin, std::min(end, common.begin), y);
        add_tap(x + shifts[k], taps[k], std::max(begin, common.end), end, y);
      } else {
        add_tap(x + shifts[k], taps[k], begin, end, y);
      }
    }
  }

  void add_tap(const float* x, float tap, std::int64_t begin, std::int64_t end, float* y) const {
    for (std::int64_t i = begin; i < end; ++i) y[i] += x[i * step] * tap;
  }

  std::int64_t step;
  std::vector<Inside> ranges;
  std::vector<std::int64_t> shifts;
  Inside common;
};

// Adds one input channel's share to an output plane.
void add_channel(const Window& w, const RowTaps& row, const float* x, const float* taps, float* y,
                 const IsaTable& table) {
  for (std::int64_t oz = 0; oz < w.output[0]; ++oz) {
    for (std::int64_t oy = 0; oy < w.output[1]; ++oy, y += w.output[2]) {
      for (std::int64_t kz = 0; kz < w.kernel[0]; ++kz) {
        const std::int64_t iz = oz * w.stride[0] + kz * w.dilation[0] - w.pad_begin[0];
        if (iz < 0 || iz >= w.input[0]) continue;
        for (std::int64_t ky = 0; ky < w.kernel[1]; ++ky) {
          const std::int64_t iy = oy * w.stride[1] + ky * w.dilation[1] - w.pad_begin[1];
          if (iy < 0 || iy >= w.input[1]) continue;
          row.add(x + (iz * w.input[1] + iy) * w.input[2], taps + (kz * w.kernel[1] + ky) * w.kernel[2], y,
                  table);
        }
      }
    }
  }
}

void direct(const Pool& pool, const ConvolutionShape& s, const Plan& plan, const float* x, const float* w,
            const float* bias, float* y, const IsaTable& table) {
  const RowTaps row(s.window);
  pool.for_range(s.batch * s.out_channels, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t plane = begin; plane < end; ++plane) {
      const std::int64_t o = plane % s.out_channels;
      const float* from = x + plane / plan.group_out * plan.group_in * volume(s.window.input);
      std::fill_n(y + plane * plan.pixels, plan.pixels, bias ? bias[o] : 0.f);
      for (std::int64_t c = 0; c < plan.group_in; ++c) {
        add_channel(s.window, row, from + c * volume(s.window.input),
                    w + o * plan.depth + c * volume(s.window.kernel), y + plane * plan.pixels, table);
      }
    }
  });
}

// The product of one block of output channels and pixels of one unit.
struct Product {
  const ConvolutionShape& s;
  const Plan& plan;
  const float *w, *bias;
  float* y;
  const IsaTable& table;

  void operator()(std::int64_t unit, std::int64_t o, std::int64_t pixel, std::int64_t pixels,
                  const float* columns, std::int64_t ldb) const {
    const std::int64_t first = unit % s.groups * plan.group_out + o;  // out channel within the sample
    float* out = y + (unit / s.groups * s.out_channels + first) * plan.pixels + pixel;
    const GemmShape part = {.m = std::min(block_m, plan.group_out - o),
                            .n = pixels,
                            .k = plan.depth,
                            .lda = plan.depth,
                            .ldb = ldb,
                            .ldc = plan.pixels};
    for (std::int64_t i = 0; i < part.m; ++i)
      std::fill_n(out + i * part.ldc, pixels, bias ? bias[first + i] : 0.f);
    table.gemm_f32(part, 1, w + first * plan.depth, columns, true, out);
  }
};

}  // namespace

std::size_t convolution_im2col_scratch_bytes(const ConvolutionShape& shape) {
  const Plan plan(shape);
  if (plan.in_place || plan.direct) return 0;
  return static_cast<std::size_t>(plan.units_at_once * plan.depth * plan.pixels_at_once) * sizeof(float);
}

void convolution_im2col(const Pool& pool, const ConvolutionShape& s, const float* x, const float* w,
                        const float* bias, float* y, void* scratch, const IsaTable& table) {
  const Plan plan(s);
  if (plan.pixels == 0) return;
  if (plan.direct) return direct(pool, s, plan, x, w, bias, y, table);
  const std::int64_t image = volume(s.window.input), taps = volume(s.window.kernel);
  const Product product{s, plan, w, bias, y, table};
  float* columns = static_cast<float*>(scratch);
  for (std::int64_t unit = 0; unit < plan.units; unit += plan.units_at_once) {
    const std::int64_t units = std::min(plan.units_at_once, plan.units - unit);
    for (std::int64_t from = 0; from < plan.pixels; from += plan.pixels_at_once) {
      const std::int64_t pixels = std::min(plan.pixels_at_once, plan.pixels - from);
      // Channels of consecutive units follow one another both in x and in the columns.
      if (!plan.in_place) {
        pool.for_range(units * plan.group_in, 4, [&](std::int64_t begin, std::int64_t end) {
          for (std::int64_t c = begin; c < end; ++c) {
            unfold_channel(s.window, x + (unit * plan.group_in + c) * image, from, from + pixels,
                           columns + c * taps * pixels);
          }
        });
      }
      const std::int64_t down = (plan.group_out + block_m - 1) / block_m,
                         across = (pixels + block_n - 1) / block_n;
      pool.for_range(units * down * across, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t task = begin; task < end; ++task) {
          const std::int64_t u = task / (down * across), p = task % across * block_n;
          const float* b =
              plan.in_place ? x + (unit + u) * plan.group_in * image : columns + u * plan.depth * pixels;
          product(unit + u, task / across % down * block_m, from + p, std::min(block_n, pixels - p), b + p,
                  plan.in_place ? image : pixels);
        }
      });
    }
  }
}

}  // namespace byom::kernels
