// Both batch normalizations against the formula in long double.
#include "batch_norm.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

template <class T>
void check(const ChannelShape& s, double tolerance) {
  const std::int64_t n = s.outer * s.channels * s.inner;
  const auto x = random_vector<T>(n), scale = random_vector<T>(s.channels),
             bias = random_vector<T>(s.channels);
  const auto mean = random_vector<T>(s.channels), variance = random_vector<T>(s.channels, 0.1, 3);
  const T epsilon = static_cast<T>(0.001);
  std::vector<double> expected, plain;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t c = i / s.inner % s.channels;
    const long double z = (static_cast<long double>(x[i]) - mean[c]) /
                          std::sqrt(static_cast<long double>(variance[c]) + epsilon);
    expected.push_back(static_cast<double>(z * scale[c] + bias[c]));
    plain.push_back(static_cast<double>(z));
  }
  std::vector<T> y(x.size());
  batch_norm(two_threads(), s, x.data(), scale.data(), bias.data(), mean.data(), variance.data(), epsilon,
             y.data());
  CHECK(relative_error(y, expected) < tolerance);
  std::vector<T> z = x;  // in place
  batch_norm_folded(two_threads(), s, z.data(), scale.data(), bias.data(), mean.data(), variance.data(),
                    epsilon, z.data());
  CHECK(relative_error(z, expected) < tolerance);
  const T* none = nullptr;
  batch_norm_folded(Pool{}, s, x.data(), none, none, mean.data(), variance.data(), epsilon, z.data());
  CHECK(relative_error(z, plain) < tolerance);
}

}  // namespace

TEST_CASE("Batch normalization is its formula for channels in the middle and at the end") {
  for (int i = 0; i < 20; ++i) {
    const ChannelShape s{random_between(0, 4), random_between(1, 20), random_between(1, 300)};
    check<float>(s, 1e-6);
    check<double>(s, 1e-14);
  }
  check<float>({3000, 17, 1}, 1e-6);
}
