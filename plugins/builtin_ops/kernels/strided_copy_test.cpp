// Strided copies, transpositions and slices against one address computed for every element.
#include "strided_copy.hpp"

#include <numeric>

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

using Shape = std::vector<std::int64_t>;

std::int64_t element_count(const Shape& s) {
  return std::accumulate(s.begin(), s.end(), std::int64_t{1}, std::multiplies<>());
}

Shape random_shape(std::int64_t most) {
  Shape s(static_cast<std::size_t>(random_between(0, 5)));
  for (std::int64_t& d : s) d = random_between(random_between(0, 9) == 0 ? 0 : 1, most);
  return s;
}

Shape coordinates(const Shape& dims, std::int64_t flat) {
  Shape c(dims.size());
  for (std::size_t a = dims.size(); a-- > 0; flat /= dims[a]) c[a] = flat % dims[a];
  return c;
}

template <class T>
std::vector<T> counted(std::int64_t n) {
  std::vector<T> x(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<T>(i * 7 + 3);
  return x;
}

template <class T>
void check_strides(const Shape& dims, const Shape& strides) {
  std::int64_t low = 0, high = 0;
  for (std::size_t a = 0; a < dims.size(); ++a) {
    (strides[a] < 0 ? low : high) += std::max<std::int64_t>(0, dims[a] - 1) * strides[a];
  }
  const auto x = counted<T>(high - low + 1);
  std::vector<T> expected, y(static_cast<std::size_t>(element_count(dims)));
  for (std::int64_t i = 0; i < element_count(dims); ++i) {
    const Shape c = coordinates(dims, i);
    const std::int64_t at = std::inner_product(c.begin(), c.end(), strides.begin(), -low);
    expected.push_back(x[static_cast<std::size_t>(at)]);
  }
  strided_copy(two_threads(), sizeof(T), x.data() - low, dims, strides, y.data());
  CHECK(y == expected);
}

template <class T>
void check_transpose(const Shape& dims, const Shape& permutation) {
  const auto x = counted<T>(element_count(dims));
  Shape out(dims.size());
  for (std::size_t a = 0; a < dims.size(); ++a) out[a] = dims[static_cast<std::size_t>(permutation[a])];
  std::vector<T> expected(x.size()), y(x.size());
  for (std::int64_t i = 0; i < element_count(dims); ++i) {
    const Shape c = coordinates(dims, i);
    std::int64_t at = 0;
    for (std::size_t a = 0; a < dims.size(); ++a)
      at = at * out[a] + c[static_cast<std::size_t>(permutation[a])];
    expected[static_cast<std::size_t>(at)] = x[static_cast<std::size_t>(i)];
  }
  transpose(Pool{}, sizeof(T), x.data(), dims, permutation, y.data());
  CHECK(y == expected);
}

template <class T>
void check_all_of_a_size() {
  for (int i = 0; i < 60; ++i) {
    const Shape dims = random_shape(7);
    Shape strides(dims.size()), permutation(dims.size());
    for (std::int64_t& s : strides) s = random_between(0, 2) == 0 ? 1 : random_between(-9, 9);
    check_strides<T>(dims, strides);
    std::iota(permutation.begin(), permutation.end(), std::int64_t{0});
    std::shuffle(permutation.begin(), permutation.end(), generator());
    check_transpose<T>(dims, permutation);
  }
  check_transpose<T>({2, 70, 90}, {0, 2, 1});
  check_transpose<T>({65, 3, 3, 40}, {2, 3, 1, 0});
  check_strides<T>({3, 40000}, {0, -1});
  check_strides<T>({3, 40000}, {50000, 1});
}

}  // namespace

TEST_CASE("Any strides and permutations are copied, for every element size") {
  check_all_of_a_size<std::uint8_t>();
  check_all_of_a_size<std::uint16_t>();
  check_all_of_a_size<float>();
  check_all_of_a_size<std::int64_t>();
}

TEST_CASE("Slices start, step and go backwards as told") {
  for (int i = 0; i < 100; ++i) {
    const Shape dims = random_shape(8);
    const auto x = counted<float>(element_count(dims));
    Shape starts, steps, out;
    for (const std::int64_t d : dims) {
      steps.push_back(random_between(0, 1) == 0 ? random_between(1, 3) : random_between(-3, -1));
      starts.push_back(d == 0 ? 0 : random_between(0, d - 1));
      const std::int64_t most =
          d == 0 ? 0
                 : (steps.back() > 0 ? d - 1 - starts.back() : starts.back()) / std::abs(steps.back()) + 1;
      out.push_back(random_between(0, most));
    }
    std::vector<float> expected, y(static_cast<std::size_t>(element_count(out)));
    for (std::int64_t o = 0; o < element_count(out); ++o) {
      const Shape c = coordinates(out, o);
      std::int64_t at = 0;
      for (std::size_t a = 0; a < dims.size(); ++a) at = at * dims[a] + starts[a] + c[a] * steps[a];
      expected.push_back(x[static_cast<std::size_t>(at)]);
    }
    slice(Pool{}, sizeof(float), x.data(), dims, starts, steps, out, y.data());
    CHECK(y == expected);
  }
}
