// Upsampling against the coordinates of every output cell, computed in double.
#include "upsample.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

// Bilinear with half-pixel centres, the edge repeated.
double between(const float* plane, std::int64_t height, std::int64_t width, double y, double x) {
  double sum = 0;
  for (std::int64_t i = 0; i < height * width; ++i) {
    const double at_y = std::clamp(y, 0.0, static_cast<double>(height - 1)),
                 at_x = std::clamp(x, 0.0, static_cast<double>(width - 1));
    const double near_y = 1 - std::abs(at_y - static_cast<double>(i / width));
    const double near_x = 1 - std::abs(at_x - static_cast<double>(i % width));
    if (near_y > 0 && near_x > 0) sum += plane[i] * near_y * near_x;
  }
  return sum;
}

template <class T>
void check_nearest() {
  for (int i = 0; i < 20; ++i) {
    Spatial input = {1, 1, 1}, factor = {1, 1, 1};
    for (std::size_t a = static_cast<std::size_t>(random_between(0, 2)); a < 3; ++a) {
      input[a] = random_between(1, 6);
      factor[a] = random_between(1, 4);
    }
    const std::int64_t planes = random_between(0, 3);
    const auto x = random_vector<T>(planes * volume(input), 0, 100);
    std::vector<T> expected;
    for (std::int64_t p = 0; p < planes; ++p) {
      for (std::int64_t a = 0; a < input[0] * factor[0]; ++a) {
        for (std::int64_t b = 0; b < input[1] * factor[1]; ++b) {
          for (std::int64_t c = 0; c < input[2] * factor[2]; ++c) {
            const std::int64_t row = (p * input[0] + a / factor[0]) * input[1] + b / factor[1];
            expected.push_back(x[static_cast<std::size_t>(row * input[2] + c / factor[2])]);
          }
        }
      }
    }
    std::vector<T> y(expected.size());
    upsample_nearest(two_threads(), planes, input, factor, x.data(), y.data());
    CHECK(y == expected);
  }
}

}  // namespace

TEST_CASE("Nearest upsampling repeats every cell, for every element size") {
  check_nearest<std::uint8_t>();
  check_nearest<std::uint16_t>();
  check_nearest<float>();
  check_nearest<double>();
}

TEST_CASE("Bilinear upsampling is linear between half-pixel centres and repeats the edge") {
  for (int i = 0; i < 40; ++i) {
    const std::int64_t planes = random_between(0, 3), height = random_between(1, 7),
                       width = random_between(1, 9);
    const std::int64_t out_height = height * random_between(1, 4), out_width = width * random_between(1, 4);
    const auto x = random_vector<float>(planes * height * width);
    std::vector<double> expected;
    for (std::int64_t o = 0; o < planes * out_height * out_width; ++o) {
      const double at_y = (static_cast<double>(o / out_width % out_height) + 0.5) *
                              static_cast<double>(height) / static_cast<double>(out_height) -
                          0.5;
      const double at_x = (static_cast<double>(o % out_width) + 0.5) * static_cast<double>(width) /
                              static_cast<double>(out_width) -
                          0.5;
      expected.push_back(
          between(x.data() + o / out_width / out_height * height * width, height, width, at_y, at_x));
    }
    std::vector<float> y(expected.size());
    upsample_bilinear(two_threads(), planes, height, width, out_height, out_width, x.data(), y.data());
    CHECK(relative_error(y, expected) < 2e-6);
  }
}
