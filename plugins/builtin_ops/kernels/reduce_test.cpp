// Reductions against a scatter over every element by its coordinates, in long double.
#include "reduce.hpp"

#include <limits>

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

using Shape = std::vector<std::int64_t>;
using enum Reduction;

// The elements of x that go to each output, in order.
template <class T>
std::vector<std::vector<T>> groups(const std::vector<T>& x, const Shape& dims, const Shape& axes) {
  std::vector<bool> gone(dims.size());
  for (const std::int64_t a : axes) gone[static_cast<std::size_t>(a)] = true;
  std::int64_t outputs = 1;
  for (std::size_t a = 0; a < dims.size(); ++a) outputs *= gone[a] ? 1 : dims[a];
  std::vector<std::vector<T>> y(static_cast<std::size_t>(outputs));
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::int64_t flat = static_cast<std::int64_t>(i), at = 0, step = 1;
    for (std::size_t a = dims.size(); a-- > 0; flat /= dims[a]) {
      if (gone[a]) continue;
      at += flat % dims[a] * step;
      step *= dims[a];
    }
    y[static_cast<std::size_t>(at)].push_back(x[i]);
  }
  return y;
}

template <class T>
double naive(Reduction r, const std::vector<T>& x) {
  long double sum = 0, product_of = 1, absolute = 0, squares = 0, exps = 0;
  long double low = std::numeric_limits<T>::has_infinity ? INFINITY : std::numeric_limits<T>::max();
  long double high = std::numeric_limits<T>::has_infinity ? -INFINITY : std::numeric_limits<T>::lowest();
  for (const T e : x) {
    const long double v = e;
    sum += v;
    product_of *= v;
    absolute += std::abs(v);
    squares += v * v;
    exps += std::exp(v);
    low = std::min(low, v);
    high = std::max(high, v);
  }
  const long double n = static_cast<long double>(x.size());
  const long double all[] = {
      sum,           sum / n,        high,   low, product_of, absolute, std::sqrt(squares),
      std::log(sum), std::log(exps), squares};
  return static_cast<double>(all[static_cast<int>(r)]);
}

Shape random_axes(const Shape& dims) {
  Shape axes;
  for (std::size_t a = dims.size(); a-- > 0;) {
    if (random_between(0, 1) == 0) axes.push_back(static_cast<std::int64_t>(a));
  }
  return axes;
}

template <class T>
void check(Reduction r, const Shape& dims, const Shape& axes, double low, double high, double tolerance) {
  CAPTURE(static_cast<int>(r));
  std::int64_t n = 1;
  for (const std::int64_t d : dims) n *= d;
  const auto x = random_vector<T>(n, low, high);
  std::vector<double> expected;
  for (const auto& group : groups(x, dims, axes)) {
    const double value = naive(r, group);
    expected.push_back(std::is_integral_v<T> ? std::trunc(value) : value);
  }
  std::vector<T> y(expected.size());
  reduce(two_threads(), r, x.data(), dims, axes, y.data());
  CHECK(relative_error(y, expected) <= tolerance);
}

constexpr Reduction each[] = {sum, mean, max, min, product, l1, l2, log_sum, log_sum_exp, sum_square};

}  // namespace

TEST_CASE("Every reduction over any axes is that of the elements with the remaining coordinates") {
  for (const Reduction r : each) {
    const double low = r == log_sum ? 0.1 : -1.5;
    for (int i = 0; i < 30; ++i) {
      Shape dims(static_cast<std::size_t>(random_between(0, 5)));
      for (std::int64_t& d : dims) d = random_between(1, 6);
      const Shape axes = random_axes(dims);
      check<float>(r, dims, axes, low, 1.5, 1e-6);
      check<double>(r, dims, axes, low, 1.5, 1e-13);
    }
    check<float>(r, {3, 700, 4}, {1}, low, 1.1, 1e-6);
    check<float>(r, {2, 3, 700}, {0}, low, 1.1, 1e-6);
    check<float>(r, {64, 49, 7}, {1, 2}, low, 1.1, 1e-6);
  }
}

TEST_CASE("Integer reductions are exact and cut") {
  for (const Reduction r : each) {
    for (int i = 0; i < 10; ++i) {
      const Shape dims = {random_between(1, 4), random_between(1, 5), random_between(1, 4)};
      const Shape axes = {random_between(0, 2)};
      const double most = r == product || r == log_sum_exp ? 3 : 100, low = r == log_sum ? 1 : -most;
      check<std::int32_t>(r, dims, axes, low, most, 0);
      check<std::int64_t>(r, dims, axes, low, most, 0);
      if (r == max || r == min || r == mean) {
        check<std::int8_t>(r, dims, axes, low, most, 0);
        check<std::uint8_t>(r, dims, axes, 0, 255, 0);
      }
    }
  }
  const std::int32_t big[] = {2147483647, 1};
  std::int32_t y = 0;
  const Shape dims = {2}, axes = {0};
  reduce<std::int32_t>(Pool{}, sum, big, dims, axes, &y);
  CHECK(y == -2147483647 - 1);
}

TEST_CASE("A reduction over nothing gives its neutral element") {
  const Shape dims = {3, 0, 2}, axes = {1};
  std::vector<float> y(6);
  const auto all = [&](Reduction r) {
    std::fill(y.begin(), y.end(), 7.f);
    reduce<float>(Pool{}, r, nullptr, dims, axes, y.data());
    for (const float v : y) REQUIRE((v == y[0] || std::isnan(y[0])));
    return y[0];
  };
  CHECK(all(sum) == 0);
  CHECK(all(l1) == 0);
  CHECK(all(l2) == 0);
  CHECK(all(sum_square) == 0);
  CHECK(all(product) == 1);
  CHECK(all(max) == -INFINITY);
  CHECK(all(min) == INFINITY);
  CHECK(all(log_sum) == -INFINITY);
  CHECK(all(log_sum_exp) == -INFINITY);
  CHECK(std::isnan(all(mean)));
  std::int64_t integer = 7;
  const Shape none = {0}, only = {0};
  reduce<std::int64_t>(Pool{}, mean, nullptr, none, only, &integer);
  CHECK(integer == 0);
}

TEST_CASE("Large exponents do not overflow, infinities and NaN pass") {
  const Shape dims = {2}, axes = {0};
  float y = 0;
  const float large[] = {1000, 1000}, infinite[] = {INFINITY, 1}, odd[] = {NAN, 1},
              low[] = {-INFINITY, -INFINITY};
  reduce<float>(Pool{}, log_sum_exp, large, dims, axes, &y);
  CHECK(y == doctest::Approx(1000.693147));
  reduce<float>(Pool{}, log_sum_exp, infinite, dims, axes, &y);
  CHECK(y == INFINITY);
  reduce<float>(Pool{}, log_sum_exp, low, dims, axes, &y);
  CHECK(y == -INFINITY);
  reduce<float>(Pool{}, log_sum_exp, odd, dims, axes, &y);
  CHECK(std::isnan(y));
  for (const Reduction r : {max, min}) {
    reduce<float>(Pool{}, r, odd, dims, axes, &y);
    CHECK(std::isnan(y));
  }
}
