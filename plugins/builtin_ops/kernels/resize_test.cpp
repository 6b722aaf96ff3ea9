// Resize against one sum over all input cells with N-dimensional weights, and against ONNX's published
// examples.
#include "resize.hpp"

#include <string>

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

double coordinate(const ResizeAxis& a, Coordinates rule, std::int64_t x) {
  const double o = static_cast<double>(x), in = static_cast<double>(a.input),
               out = static_cast<double>(a.output);
  if (rule == Coordinates::asymmetric) return o / a.scale;
  if (rule == Coordinates::tf_half_pixel_for_nn) return (o + 0.5) / a.scale;
  if (rule == Coordinates::align_corners) return out == 1 ? 0 : o * (in - 1) / (out - 1);
  if (rule == Coordinates::tf_crop_and_resize) {
    if (out == 1) return 0.5 * (a.roi_begin + a.roi_end) * (in - 1);
    return a.roi_begin * (in - 1) + o * (a.roi_end - a.roi_begin) * (in - 1) / (out - 1);
  }
  if (rule == Coordinates::pytorch_half_pixel && out == 1) return 0;
  const double half = (o + 0.5) / a.scale - 0.5;
  return rule == Coordinates::half_pixel_symmetric ? half + in / 2 * (1 - out / (a.scale * in)) : half;
}

// The share of every input cell in one output cell along one axis.
std::vector<double> shares(const ResizeAxis& a, const ResizeRules& r, std::int64_t o) {
  std::vector<double> w(static_cast<std::size_t>(a.input));
  const double at = coordinate(a, r.coordinates, o);
  const auto add = [&](std::int64_t cell, double share) {
    if (r.exclude_outside && (cell < 0 || cell >= a.input)) return;
    w[static_cast<std::size_t>(std::clamp<std::int64_t>(cell, 0, a.input - 1))] += share;
  };
  if (r.interpolation == Interpolation::nearest) {
    const double low = std::floor(at), part = at - low;
    bool up = part > 0.5;
    if (r.nearest == Nearest::round_prefer_ceil) up = part >= 0.5;
    if (r.nearest == Nearest::floor || (r.nearest == Nearest::opset10 && a.scale >= 1)) up = false;
    if (r.nearest == Nearest::ceil || (r.nearest == Nearest::opset10 && a.scale < 1)) up = part > 0;
    add(static_cast<std::int64_t>(low) + (up ? 1 : 0), 1);
    return w;
  }
  const int reach = r.interpolation == Interpolation::linear ? 1 : 2;
  for (std::int64_t cell = static_cast<std::int64_t>(std::floor(at)) - reach + 1;
       cell <= static_cast<std::int64_t>(std::floor(at)) + reach; ++cell) {
    const double d = std::abs(at - static_cast<double>(cell)), c = r.cubic_a;
    if (reach == 1) add(cell, 1 - d);
    if (reach == 2)
      add(cell, d <= 1 ? (c + 2) * d * d * d - (c + 3) * d * d + 1
                       : c * d * d * d - 5 * c * d * d + 8 * c * d - 4 * c);
  }
  double sum = 0;
  for (const double share : w) sum += share;
  for (double& share : w) share /= r.exclude_outside ? sum : 1;
  return w;
}

template <class T>
std::vector<double> naive(const std::vector<ResizeAxis>& axes, const ResizeRules& r,
                          const std::vector<T>& x) {
  std::int64_t outputs = 1;
  for (const ResizeAxis& a : axes) outputs *= a.output;
  std::vector<double> y;
  for (std::int64_t i = 0; i < outputs; ++i) {
    std::vector<std::vector<double>> share(axes.size());
    std::int64_t rest = i;
    bool outside = false;
    for (std::size_t a = axes.size(); a-- > 0; rest /= axes[a].output) {
      share[a] = shares(axes[a], r, rest % axes[a].output);
      const double at = coordinate(axes[a], r.coordinates, rest % axes[a].output);
      outside = outside || at < 0 || at > static_cast<double>(axes[a].input - 1);
    }
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      std::int64_t cell = static_cast<std::int64_t>(j);
      double weight = 1;
      for (std::size_t a = axes.size(); a-- > 0; cell /= axes[a].input) {
        weight *= share[a][static_cast<std::size_t>(cell % axes[a].input)];
      }
      sum += weight * static_cast<double>(x[j]);
    }
    const bool extrapolated = r.coordinates == Coordinates::tf_crop_and_resize && outside;
    y.push_back(extrapolated ? r.extrapolation_value : sum);
  }
  return y;
}

template <class T>
std::vector<T> resized(const std::vector<ResizeAxis>& axes, const ResizeRules& rules,
                       const std::vector<T>& x) {
  const Resize resize(axes, rules);
  std::vector<double> scratch(resize.scratch_bytes() / sizeof(double), NAN);
  std::int64_t outputs = 1;
  for (const ResizeAxis& a : axes) outputs *= a.output;
  std::vector<T> y(static_cast<std::size_t>(outputs), T{77});
  resize.run(two_threads(), x.data(), y.data(), scratch.data());
  return y;
}

// Input sizes are powers of two, so that scales are exact and no rounding rule hangs on the last bit.
std::vector<ResizeAxis> random_axes() {
  std::vector<ResizeAxis> axes(static_cast<std::size_t>(random_between(1, 4)));
  for (ResizeAxis& a : axes) {
    a.input = std::int64_t{1} << random_between(0, axes.size() > 2 ? 2 : 4);
    a.output = random_between(0, 3) == 0 ? a.input : random_between(1, axes.size() > 2 ? 6 : 30);
    a.scale = static_cast<double>(a.output) / static_cast<double>(a.input);
    if (random_between(0, 1) == 0) continue;
    a.roi_begin = static_cast<double>(random_between(-1, 2)) / 4;
    a.roi_end = static_cast<double>(random_between(2, 5)) / 4;
  }
  return axes;
}

ResizeRules random_rules() {
  ResizeRules r;
  r.interpolation = static_cast<Interpolation>(random_between(0, 2));
  r.coordinates = static_cast<Coordinates>(random_between(0, 6));
  r.nearest = static_cast<Nearest>(random_between(0, 4));
  r.exclude_outside = r.interpolation == Interpolation::cubic && random_between(0, 1) == 1;
  r.cubic_a = random_between(0, 1) == 0 ? -0.75 : -0.5;
  r.extrapolation_value = 10;
  return r;
}

std::int64_t cells(const std::vector<ResizeAxis>& axes) {
  std::int64_t n = 1;
  for (const ResizeAxis& a : axes) n *= a.input;
  return n;
}

}  // namespace

TEST_CASE("Resize mixes the cells that the N-dimensional weights say, for every rule") {
  for (int i = 0; i < 600; ++i) {
    const auto axes = random_axes();
    const ResizeRules rules = random_rules();
    CAPTURE(static_cast<int>(rules.interpolation));
    CAPTURE(static_cast<int>(rules.coordinates));
    CAPTURE(static_cast<int>(rules.nearest));
    const auto x = random_vector<float>(cells(axes));
    CHECK(relative_error(resized(axes, rules, x), naive(axes, rules, x)) < 2e-6);
    const std::vector<double> d(x.begin(), x.end());
    CHECK(relative_error(resized(axes, rules, d), naive(axes, rules, d)) < 1e-12);
  }
}

TEST_CASE("Integers are resized, cut toward zero and saturated") {
  const std::vector<ResizeAxis> axes = {{2, 4, 2}, {2, 4, 2}};
  const std::vector<std::uint8_t> x = {1, 2, 3, 4};
  const auto y = resized(axes, {.interpolation = Interpolation::linear}, x);
  CHECK(y == std::vector<std::uint8_t>{1, 1, 1, 2, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4});
  const std::vector<std::uint8_t> steep = {0, 0, 255, 255};
  const auto z = resized<std::uint8_t>({{4, 8, 2}}, {.interpolation = Interpolation::cubic}, steep);
  CHECK(z[2] == 0);    // undershoots
  CHECK(z[5] == 255);  // overshoots
  for (int i = 0; i < 50; ++i) {
    const auto random = random_axes();
    ResizeRules rules = random_rules();
    rules.interpolation = Interpolation::nearest;
    rules.exclude_outside = false;
    const auto wide = random_vector<std::int64_t>(cells(random), -1e6, 1e6);
    CHECK(relative_error(resized(random, rules, wide), naive(random, rules, wide)) == 0);
    const auto narrow = random_vector<std::int8_t>(cells(random), -100, 100);
    CHECK(relative_error(resized(random, rules, narrow), naive(random, rules, narrow)) == 0);
  }
}

TEST_CASE("Resize gives the examples published with ONNX") {
  const std::vector<float> four = {1, 2, 3, 4}, eight = {1, 2, 3, 4, 5, 6, 7, 8};
  // test_resize_downsample_nearest of opset 10: [1,1,2,4] by 0.6
  CHECK(resized<float>({{2, 1, 0.6f}, {4, 2, 0.6f}},
                       {.coordinates = Coordinates::asymmetric, .nearest = Nearest::opset10},
                       eight) == std::vector<float>{1, 3});
  // test_resize_upsample_scales_nearest: [1,1,2,2] by 2 and 3
  CHECK(resized<float>({{2, 4, 2}, {2, 6, 3}}, {}, four) ==
        std::vector<float>{1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 3, 3, 3, 4, 4, 4});
  // test_resize_upsample_scales_linear: by 2
  CHECK(resized<float>({{2, 4, 2}, {2, 4, 2}}, {.interpolation = Interpolation::linear}, four) ==
        std::vector<float>{1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4});
  // test_resize_upsample_scales_linear_align_corners: by 2
  const auto corners = resized<float>(
      {{2, 4, 2}, {2, 4, 2}},
      {.interpolation = Interpolation::linear, .coordinates = Coordinates::align_corners}, four);
  CHECK(relative_error(corners, std::vector<double>{1, 1.33333333, 1.66666667, 2, 1.66666667, 2, 2.33333333,
                                                    2.66666667, 2.33333333, 2.66666667, 3, 3.33333333, 3,
                                                    3.33333333, 3.66666667, 4}) < 1e-7);
  // test_resize_downsample_scales_linear_align_corners: [2,4] by 0.6, whose length of 2.4 cells is not
  // rounded
  const auto fraction = resized<float>(
      {{2, 1, 0.6f, 0, 1, 2 * 0.6f}, {4, 2, 0.6f, 0, 1, 4 * 0.6f}},
      {.interpolation = Interpolation::linear, .coordinates = Coordinates::align_corners}, eight);
  CHECK(relative_error(fraction, std::vector<double>{1, 3.142857}) < 1e-6);
  // test_resize_downsample_sizes_linear_pytorch_half_pixel: [4,4] to [3,1]
  std::vector<float> sixteen(16);
  for (std::size_t i = 0; i < 16; ++i) sixteen[i] = static_cast<float>(i + 1);
  const auto torch = resized<float>(
      {{4, 3, 0.75}, {4, 1, 0.25}},
      {.interpolation = Interpolation::linear, .coordinates = Coordinates::pytorch_half_pixel}, sixteen);
  CHECK(relative_error(torch, std::vector<double>{1.6666666, 7, 12.333333}) < 1e-6);
  // test_resize_tf_crop_and_resize: [4,4], roi 0.4..0.6 and 0.6..0.8, to [3,3]
  const auto crop = resized<float>(
      {{4, 3, 0.75, 0.4f, 0.6f}, {4, 3, 0.75, 0.6f, 0.8f}},
      {.interpolation = Interpolation::linear, .coordinates = Coordinates::tf_crop_and_resize}, sixteen);
  CHECK(relative_error(crop, std::vector<double>{7.6000004, 7.9, 8.2, 8.8, 9.1, 9.400001, 10, 10.3, 10.6}) <
        1e-6);
}
