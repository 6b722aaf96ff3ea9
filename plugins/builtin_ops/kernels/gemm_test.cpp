// gemm against a triple loop in double, on random shapes and every instruction set of this machine.
#include "gemm.hpp"

#include <limits>

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

GemmShape random_shape(std::int64_t most) {
  GemmShape s;
  s.m = random_between(0, most);
  s.n = random_between(0, most * 3);
  s.k = random_between(0, most * 2);
  s.transpose_a = random_between(0, 1) == 1;
  s.transpose_b = random_between(0, 1) == 1;
  s.lda = (s.transpose_a ? s.m : s.k) + random_between(0, 3);
  s.ldb = (s.transpose_b ? s.k : s.n) + random_between(0, 3);
  s.ldc = s.n + random_between(0, 3);
  return s;
}

template <class A, class C>
std::vector<double> naive(const GemmShape& s, double alpha, const std::vector<A>& a, const std::vector<A>& b,
                          bool accumulate, const std::vector<C>& c) {
  std::vector<double> y(c.begin(), c.end());
  for (std::int64_t i = 0; i < s.m; ++i) {
    for (std::int64_t j = 0; j < s.n; ++j) {
      double sum = 0;
      for (std::int64_t k = 0; k < s.k; ++k) {
        sum += static_cast<double>(s.transpose_a ? a[k * s.lda + i] : a[i * s.lda + k]) *
               static_cast<double>(s.transpose_b ? b[j * s.ldb + k] : b[k * s.ldb + j]);
      }
      y[i * s.ldc + j] = (accumulate ? y[i * s.ldc + j] : 0) + alpha * sum;
    }
  }
  return y;
}

std::int64_t a_size(const GemmShape& s) {
  return (s.transpose_a ? s.k : s.m) * s.lda;
}
std::int64_t b_size(const GemmShape& s) {
  return (s.transpose_b ? s.n : s.k) * s.ldb;
}

template <class T>
void check_real(const GemmShape& s, const IsaTable& table, double tolerance) {
  const auto a = random_vector<T>(a_size(s)), b = random_vector<T>(b_size(s)),
             c = random_vector<T>(s.m * s.ldc);
  const bool accumulate = random_between(0, 1) == 1;
  const T alpha = accumulate ? T{1} : T{0.5};
  std::vector<T> y = c, again = c;
  gemm(Pool{}, s, alpha, a.data(), b.data(), accumulate, y.data(), table);
  CHECK(relative_error(y, naive(s, alpha, a, b, accumulate, c)) < tolerance);
  gemm(two_threads(), s, alpha, a.data(), b.data(), accumulate, again.data(), table);
  CHECK(y == again);
}

}  // namespace

TEST_CASE("A real matrix product is that of three loops for any shape, stride, flag and instruction set") {
  for (const IsaTable* table : supported_isas()) {
    CAPTURE(table->name);
    for (int i = 0; i < 40; ++i) {
      const GemmShape s = random_shape(i < 30 ? 12 : 100);
      CAPTURE(s.m);
      CAPTURE(s.n);
      CAPTURE(s.k);
      check_real<float>(s, *table, 2e-6);
      check_real<double>(s, *table, 1e-14);
    }
    check_real<float>({.m = 70, .n = 400, .k = 1100, .lda = 1100, .ldb = 400, .ldc = 400}, *table, 2e-6);
    check_real<double>({.m = 70, .n = 400, .k = 600, .lda = 600, .ldb = 400, .ldc = 400}, *table, 1e-14);
  }
}

TEST_CASE("An integer matrix product sums in the type of C and wraps") {
  for (int i = 0; i < 20; ++i) {
    const GemmShape s = random_shape(20);
    const auto a = random_vector<std::uint8_t>(a_size(s), 0, 255),
               b = random_vector<std::uint8_t>(b_size(s), 0, 255);
    const auto c = random_vector<std::int32_t>(s.m * s.ldc, -100, 100);
    std::vector<std::int32_t> y = c;
    gemm(two_threads(), s, a.data(), b.data(), true, y.data());
    CHECK(relative_error(y, naive(s, 1, a, b, true, c)) == 0);
  }
  const std::int64_t big = std::numeric_limits<std::int64_t>::max();
  std::int64_t y = 0;
  gemm(Pool{}, {.m = 1, .n = 1, .k = 1, .lda = 1, .ldb = 1, .ldc = 1}, &big, &big, false, &y);
  CHECK(y == 1);
}
