// Softmax against its definition in long double.
#include "softmax.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

template <class T>
void check(std::int64_t outer, std::int64_t n, std::int64_t inner, double tolerance) {
  const auto x = random_vector<T>(outer * n * inner, -9, 9);
  std::vector<double> plain(x.size()), logs(x.size());
  for (std::int64_t a = 0; a < outer; ++a) {
    for (std::int64_t b = 0; b < inner; ++b) {
      const auto at = [&](std::int64_t k) { return static_cast<std::size_t>((a * n + k) * inner + b); };
      long double sum = 0;
      for (std::int64_t k = 0; k < n; ++k) sum += std::exp(static_cast<long double>(x[at(k)]));
      for (std::int64_t k = 0; k < n; ++k) {
        plain[at(k)] = static_cast<double>(std::exp(static_cast<long double>(x[at(k)])) / sum);
        logs[at(k)] = static_cast<double>(x[at(k)] - std::log(sum));
      }
    }
  }
  std::vector<T> y(x.size()), in_place = x;
  softmax(two_threads(), outer, n, inner, x.data(), y.data());
  CHECK(relative_error(y, plain) < tolerance);
  log_softmax(two_threads(), outer, n, inner, in_place.data(), in_place.data());
  CHECK(relative_error(in_place, logs) < tolerance);
}

}  // namespace

TEST_CASE("Softmax and its logarithm are their definitions along any axis") {
  for (int i = 0; i < 30; ++i) {
    const std::int64_t outer = random_between(0, 5), n = random_between(0, 40),
                       inner = random_between(1, 150);
    check<float>(outer, n, inner, 5e-7);
    check<double>(outer, n, i % 2 == 0 ? 1 : inner, 1e-14);
  }
  check<float>(300, 1000, 1, 5e-7);
}

TEST_CASE("Softmax does not overflow") {
  const float x[] = {-1000, 1000, 999};
  float y[3];
  softmax(Pool{}, 1, 3, 1, x, y);
  CHECK(y[1] == doctest::Approx(0.7310586));
  CHECK(y[0] == 0);
  log_softmax(Pool{}, 1, 3, 1, x, y);
  CHECK(y[0] == doctest::Approx(-2000.3132617));
}
