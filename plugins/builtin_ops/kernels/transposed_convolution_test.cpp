// Both transposed convolutions against a scatter in double over every input cell and tap.
#include "transposed_convolution.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

TransposedShape random_shape(bool grouped) {
  TransposedShape s;
  const int rank = static_cast<int>(random_between(1, 3));
  Window& w = s.window;
  for (std::size_t a = static_cast<std::size_t>(3 - rank); a < 3; ++a) {
    w.input[a] = random_between(1, rank == 1 ? 40 : rank == 2 ? 10 : 4);
    w.kernel[a] = random_between(1, 4);
    w.stride[a] = random_between(1, 4);
    w.dilation[a] = random_between(1, 3);
    w.pad_begin[a] = random_between(-1, 4);
    w.output[a] = std::max<std::int64_t>(
        1, transposed_output(w.input[a], w.kernel[a], w.stride[a], w.dilation[a],
                             w.pad_begin[a] + random_between(0, 2), random_between(0, 3)));
  }
  s.batch = random_between(1, 2);
  s.groups = grouped ? random_between(1, 3) : 1;
  s.in_channels = s.groups * random_between(1, 6);
  s.out_channels = s.groups * (random_between(0, 1) == 0 ? random_between(1, 7) : random_between(8, 40));
  return s;
}

std::vector<double> naive(const TransposedShape& s, const std::vector<float>& x, const std::vector<float>& w,
                          const float* bias) {
  const Window& win = s.window;
  const std::int64_t in = s.in_channels / s.groups, out = s.out_channels / s.groups;
  const std::int64_t taps = volume(win.kernel), cells = volume(win.input), pixels = volume(win.output);
  std::vector<double> y(static_cast<std::size_t>(s.batch * s.out_channels * pixels));
  for (std::int64_t i = 0; bias && i < static_cast<std::int64_t>(y.size()); ++i)
    y[i] = bias[i / pixels % s.out_channels];
  for (std::int64_t i = 0; i < s.batch * s.in_channels * cells; ++i) {
    const std::int64_t c = i / cells % s.in_channels, sample = i / cells / s.in_channels;
    const Spatial at = {i % cells / win.input[2] / win.input[1], i / win.input[2] % win.input[1],
                        i % win.input[2]};
    for (std::int64_t k = 0; k < taps; ++k) {
      const Spatial tap = {k / win.kernel[2] / win.kernel[1], k / win.kernel[2] % win.kernel[1],
                           k % win.kernel[2]};
      Spatial to;
      bool lands = true;
      for (std::size_t a = 0; a < 3; ++a) {
        to[a] = at[a] * win.stride[a] + tap[a] * win.dilation[a] - win.pad_begin[a];
        lands = lands && to[a] >= 0 && to[a] < win.output[a];
      }
      for (std::int64_t o = 0; lands && o < out; ++o) {
        const std::int64_t plane = sample * s.out_channels + c / in * out + o;
        y[plane * pixels + (to[0] * win.output[1] + to[1]) * win.output[2] + to[2]] +=
            double{x[i]} * double{w[(c * out + o) * taps + k]};
      }
    }
  }
  return y;
}

void check(const TransposedShape& s, const IsaTable& table, const Pool& pool) {
  CAPTURE(table.name);
  const std::int64_t taps = volume(s.window.kernel), out = s.out_channels / s.groups;
  const auto x = random_vector<float>(s.batch * s.in_channels * volume(s.window.input));
  const auto w = random_vector<float>(s.in_channels * out * taps);
  const auto bias_values = random_vector<float>(s.out_channels);
  const float* bias = random_between(0, 1) == 0 ? bias_values.data() : nullptr;
  const auto expected = naive(s, x, w, bias);
  std::vector<float> y(expected.size(), NAN);
  std::vector<char> scratch(transposed_convolution_scatter_scratch_bytes(s), char(-1));
  transposed_convolution_scatter(pool, s, x.data(), w.data(), bias, y.data(), scratch.data(), table);
  CHECK(relative_error(y, expected) < 4e-6);
  if (s.groups > 1) return;

  std::vector<float> turned(w.size());  // [I][O][taps] -> [taps][O][I]
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(w.size()); ++i) {
    turned[(i % taps * out + i / taps % out) * s.in_channels + i / taps / out] = w[i];
  }
  std::fill(y.begin(), y.end(), NAN);
  scratch.assign(transposed_convolution_gather_scratch_bytes(s), char(-1));
  transposed_convolution_gather(pool, s, x.data(), turned.data(), bias, y.data(), scratch.data(), table);
  CHECK(relative_error(y, expected) < 4e-6);
}

}  // namespace

TEST_CASE(
    "Both transposed convolutions are the scatter, for any stride, dilation, padding, groups and rank") {
  for (const IsaTable* table : supported_isas()) {
    for (int i = 0; i < 60; ++i) check(random_shape(i % 3 == 0), *table, i % 2 == 0 ? Pool{} : two_threads());
  }
}

TEST_CASE("A transposed convolution too large for its scratch is done in pieces") {
  const Window w = {.input = {1, 100, 100},
                    .output = {1, 201, 201},
                    .kernel = {1, 4, 4},
                    .stride = {1, 2, 2},
                    .pad_begin = {0, 1, 1}};
  check({.batch = 2, .in_channels = 3, .out_channels = 9, .window = w}, isa(), Pool{});
  check({.batch = 1,
         .in_channels = 3,
         .out_channels = 2,
         .window = {.input = {1, 1, 900}, .output = {1, 1, 1800}, .kernel = {1, 1, 3}, .stride = {1, 1, 2}}},
        isa(), Pool{});
}

TEST_CASE("Two threads give the bits of one in transposed convolution") {
  for (int i = 0; i < 10; ++i) {
    const TransposedShape s = random_shape(false);
    const auto x = random_vector<float>(s.batch * s.in_channels * volume(s.window.input));
    const auto w = random_vector<float>(s.in_channels * s.out_channels * volume(s.window.kernel));
    std::vector<float> one(static_cast<std::size_t>(s.batch * s.out_channels * volume(s.window.output))),
        two = one;
    std::vector<char> scratch(std::max(transposed_convolution_scatter_scratch_bytes(s),
                                       transposed_convolution_gather_scratch_bytes(s)));
    transposed_convolution_scatter(Pool{}, s, x.data(), w.data(), nullptr, one.data(), scratch.data());
    transposed_convolution_scatter(two_threads(), s, x.data(), w.data(), nullptr, two.data(), scratch.data());
    CHECK(one == two);
    transposed_convolution_gather(Pool{}, s, x.data(), w.data(), nullptr, one.data(), scratch.data());
    transposed_convolution_gather(two_threads(), s, x.data(), w.data(), nullptr, two.data(), scratch.data());
    CHECK(one == two);
  }
}
