// Both convolutions against nested loops in double, on random shapes and every instruction set of this
// machine.
#include "convolution.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

Window random_window(int rank, std::int64_t most) {
  Window w;
  for (std::size_t a = static_cast<std::size_t>(3 - rank); a < 3; ++a) {
    w.input[a] = random_between(1, most);
    w.kernel[a] = random_between(1, 4);
    w.stride[a] = random_between(1, 3);
    w.dilation[a] = random_between(1, 3);
    w.pad_begin[a] = random_between(-1, 4);
    w.output[a] = std::max<std::int64_t>(1, window_output(w.input[a], w.kernel[a], w.stride[a], w.dilation[a],
                                                          w.pad_begin[a] + random_between(0, 4)));
  }
  return w;
}

ConvolutionShape random_shape() {
  ConvolutionShape s;
  const int rank = static_cast<int>(random_between(1, 3));
  s.window = random_window(rank, rank == 1 ? 70 : rank == 2 ? 20 : 7);
  s.batch = random_between(1, 3);
  s.groups = random_between(0, 2) == 0 ? random_between(2, 4) : 1;
  s.in_channels = s.groups * random_between(1, 5);
  s.out_channels = s.groups * (random_between(0, 1) == 0 ? random_between(1, 7) : random_between(8, 70));
  return s;
}

// [outer][inner] -> [inner][outer]
std::vector<float> transposed(const std::vector<float>& x, std::int64_t outer, std::int64_t inner) {
  std::vector<float> y(x.size());
  for (std::int64_t i = 0; i < outer; ++i) {
    for (std::int64_t j = 0; j < inner; ++j) y[j * outer + i] = x[i * inner + j];
  }
  return y;
}

std::int64_t cell(const Window& w, int axis, std::int64_t o, std::int64_t k) {
  return o * w.stride[axis] + k * w.dilation[axis] - w.pad_begin[axis];
}

double naive_at(const ConvolutionShape& s, const float* x, const float* w, std::int64_t o,
                const Spatial& at) {
  const Window& win = s.window;
  const std::int64_t in = s.in_channels / s.groups, group = o / (s.out_channels / s.groups);
  double sum = 0;
  for (std::int64_t c = 0; c < in; ++c) {
    for (std::int64_t a = 0; a < win.kernel[0]; ++a) {
      for (std::int64_t b = 0; b < win.kernel[1]; ++b) {
        for (std::int64_t d = 0; d < win.kernel[2]; ++d) {
          const std::int64_t z = cell(win, 0, at[0], a), y = cell(win, 1, at[1], b),
                             v = cell(win, 2, at[2], d);
          if (z < 0 || z >= win.input[0] || y < 0 || y >= win.input[1] || v < 0 || v >= win.input[2])
            continue;
          const float weight =
              w[(((o * in + c) * win.kernel[0] + a) * win.kernel[1] + b) * win.kernel[2] + d];
          sum += double{weight} *
                 x[(((group * in + c) * win.input[0] + z) * win.input[1] + y) * win.input[2] + v];
        }
      }
    }
  }
  return sum;
}

std::vector<double> naive(const ConvolutionShape& s, const std::vector<float>& x, const std::vector<float>& w,
                          const float* bias) {
  std::vector<double> y;
  for (std::int64_t n = 0; n < s.batch; ++n) {
    const float* sample = x.data() + n * s.in_channels * volume(s.window.input);
    for (std::int64_t o = 0; o < s.out_channels; ++o) {
      for (std::int64_t a = 0; a < s.window.output[0]; ++a) {
        for (std::int64_t b = 0; b < s.window.output[1]; ++b) {
          for (std::int64_t d = 0; d < s.window.output[2]; ++d) {
            y.push_back((bias ? double{bias[o]} : 0) + naive_at(s, sample, w.data(), o, {a, b, d}));
          }
        }
      }
    }
  }
  return y;
}

void check(const ConvolutionShape& s, const IsaTable& table, const Pool& pool) {
  CAPTURE(table.name);
  CAPTURE(s.in_channels);
  CAPTURE(s.out_channels);
  CAPTURE(s.groups);
  const std::int64_t depth = s.in_channels / s.groups * volume(s.window.kernel);
  const auto x = random_vector<float>(s.batch * s.in_channels * volume(s.window.input));
  const auto w = random_vector<float>(s.out_channels * depth);
  const auto bias_values = random_vector<float>(s.out_channels);
  const float* bias = random_between(0, 1) == 0 ? bias_values.data() : nullptr;
  const auto expected = naive(s, x, w, bias);

  std::vector<float> y(expected.size(), NAN);
  std::vector<char> scratch(convolution_im2col_scratch_bytes(s), char(-1));
  convolution_im2col(pool, s, x.data(), w.data(), bias, y.data(), scratch.data(), table);
  CHECK(relative_error(y, expected) < 4e-6);

  // [O][I/g][taps] -> [taps][I/g][O]
  const std::int64_t taps = volume(s.window.kernel), in = s.in_channels / s.groups;
  std::vector<float> last;
  const auto by_term = transposed(w, s.out_channels, depth);  // [I/g][taps][O]
  for (std::int64_t t = 0; t < taps; ++t) {
    for (std::int64_t c = 0; c < in; ++c) {
      last.insert(last.end(), by_term.begin() + (c * taps + t) * s.out_channels,
                  by_term.begin() + (c * taps + t + 1) * s.out_channels);
    }
  }
  std::vector<float> z(expected.size(), NAN);
  scratch.assign(convolution_shifted_scratch_bytes(s), char(-1));
  convolution_shifted(pool, s, x.data(), last.data(), bias, z.data(), scratch.data(), table);
  CHECK(relative_error(z, expected) < 2e-6);
}

}  // namespace

TEST_CASE("Both convolutions are nested loops for any stride, dilation, padding, groups and rank") {
  for (const IsaTable* table : supported_isas()) {
    for (int i = 0; i < 60; ++i) check(random_shape(), *table, Pool{});
  }
}

TEST_CASE("Convolutions that have a path of their own are right too") {
  const Window whole = {.input = {1, 9, 11}, .output = {1, 9, 11}};
  const Window same = {
      .input = {1, 9, 40}, .output = {1, 9, 40}, .kernel = {1, 3, 3}, .pad_begin = {0, 1, 1}};
  const Window halved = {.input = {1, 9, 11}, .output = {1, 5, 6}, .stride = {1, 2, 2}};
  const Window small = {.input = {1, 4, 5}, .output = {1, 2, 3}, .kernel = {1, 3, 3}};
  const Window valid = {.input = {1, 9, 11}, .output = {1, 7, 9}, .kernel = {1, 3, 3}};
  for (const IsaTable* table : supported_isas()) {
    check({.in_channels = 300, .out_channels = 40, .window = small}, *table, Pool{});  // many blocks of depth
    for (const Window& w : {whole, same, halved, valid}) {
      check({.batch = 2, .in_channels = 6, .out_channels = 6, .groups = 6, .window = w}, *table,
            Pool{});  // depthwise
      check({.batch = 2, .in_channels = 3, .out_channels = 12, .groups = 3, .window = w}, *table,
            Pool{});  // multiplier
      check({.batch = 3, .in_channels = 4, .out_channels = 40, .groups = 2, .window = w}, *table, Pool{});
    }
  }
}

TEST_CASE("A convolution whose columns do not fit at once is done in pieces") {
  const Window w = {
      .input = {1, 120, 120}, .output = {1, 120, 120}, .kernel = {1, 3, 3}, .pad_begin = {0, 1, 1}};
  check({.batch = 2, .in_channels = 12, .out_channels = 8, .window = w}, isa(), Pool{});
  check({.batch = 40,
         .in_channels = 16,
         .out_channels = 2,
         .window = {.input = {1, 1, 999},
                    .output = {1, 1, 499},
                    .kernel = {1, 1, 5},
                    .stride = {1, 1, 2},
                    .pad_begin = {0, 0, 1}}},
        isa(), Pool{});
}

TEST_CASE("Two threads give the bits of one") {
  for (int i = 0; i < 10; ++i) {
    const ConvolutionShape s = random_shape();
    const auto x = random_vector<float>(s.batch * s.in_channels * volume(s.window.input));
    const auto w = random_vector<float>(s.out_channels * s.in_channels / s.groups * volume(s.window.kernel));
    std::vector<float> one(static_cast<std::size_t>(s.batch * s.out_channels * volume(s.window.output))),
        two = one;
    std::vector<char> scratch(
        std::max(convolution_im2col_scratch_bytes(s), convolution_shifted_scratch_bytes(s)));
    convolution_im2col(Pool{}, s, x.data(), w.data(), nullptr, one.data(), scratch.data());
    convolution_im2col(two_threads(), s, x.data(), w.data(), nullptr, two.data(), scratch.data());
    CHECK(one == two);
    convolution_shifted(Pool{}, s, x.data(), w.data(), nullptr, one.data(), scratch.data());
    convolution_shifted(two_threads(), s, x.data(), w.data(), nullptr, two.data(), scratch.data());
    CHECK(one == two);
  }
}

TEST_CASE("Same padding is TensorFlow's, and an output size is rounded as asked") {
  CHECK(same_padding(224, 7, 2, 1).output == 112);
  CHECK(same_padding(224, 7, 2, 1).begin == 2);
  CHECK(same_padding(224, 7, 2, 1).end == 3);
  CHECK(same_padding(5, 1, 2, 1).output == 3);
  CHECK(same_padding(5, 1, 2, 1).end == 0);
  CHECK(window_output(224, 7, 2, 1, 6) == 112);
  CHECK(window_output(112, 3, 2, 1, 0) == 55);
  CHECK(window_output(112, 3, 2, 1, 0, true) == 56);
  CHECK(window_output(2, 3, 1, 1, 0) == 0);
}
