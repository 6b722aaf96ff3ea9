// Broadcasting against an index computed for every element from its coordinates.
#include "broadcast.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

using Shape = std::vector<std::int64_t>;

std::int64_t product(const Shape& s) {
  std::int64_t n = 1;
  for (const std::int64_t d : s) n *= d;
  return n;
}

// y's axes with some made 1 and some leading ones dropped.
Shape stretchable(const Shape& y) {
  Shape s = y;
  for (std::int64_t& d : s) d = random_between(0, 2) == 0 ? 1 : d;
  if (random_between(0, 2) == 0)
    s.erase(s.begin(), s.begin() + random_between(0, static_cast<std::int64_t>(s.size())));
  return s;
}

std::int64_t place(const Shape& y, const Shape& x, std::int64_t flat) {
  std::int64_t at = 0, step = 1;
  for (std::size_t back = 1; back <= y.size(); ++back) {
    const std::int64_t size = y[y.size() - back], coordinate = flat % size;
    flat /= size;
    if (back > x.size()) continue;
    if (x[x.size() - back] != 1) at += coordinate * step;
    step *= x[x.size() - back];
  }
  return at;
}

void check(const Shape& y_dims, const Shape& a_dims, const Shape& b_dims, const Shape& c_dims) {
  const auto a = random_vector<float>(product(a_dims)), b = random_vector<float>(product(b_dims));
  const auto c = random_vector<float>(product(c_dims), 0, 100);
  const std::vector<std::int32_t> d(c.begin(), c.end());
  std::vector<double> two;
  std::vector<float> three;
  for (std::int64_t i = 0; i < product(y_dims); ++i) {
    const float left = a[place(y_dims, a_dims, i)], right = b[place(y_dims, b_dims, i)];
    two.push_back(double{left} - 2 * double{right});
    three.push_back(d[place(y_dims, c_dims, i)] % 2 == 0 ? left : right);
  }
  std::vector<double> y(two.size(), NAN);
  binary(two_threads(), a.data(), a_dims, b.data(), b_dims, y.data(), y_dims,
         [](float p, float q) { return double{p} - 2 * double{q}; });
  CHECK(y == two);
  std::vector<float> z(three.size(), NAN);
  ternary(Pool{}, a.data(), a_dims, b.data(), b_dims, d.data(), c_dims, z.data(), y_dims,
          [](float p, float q, std::int32_t even) { return even % 2 == 0 ? p : q; });
  CHECK(z == three);
}

}  // namespace

TEST_CASE("Broadcast inputs are read at the coordinates of the output") {
  for (int i = 0; i < 200; ++i) {
    Shape y(static_cast<std::size_t>(random_between(0, 5)));
    for (std::int64_t& d : y) d = random_between(random_between(0, 5) == 0 ? 0 : 1, 7);
    check(y, stretchable(y), stretchable(y), stretchable(y));
  }
}

TEST_CASE("Long rows are cut and still broadcast right") {
  check({3, 50001}, {3, 50001}, {50001}, {3, 1});
  check({3, 50001}, {3, 1}, {3, 50001}, {1});
  check({40000, 3}, {40000, 3}, {3}, {40000, 1});
  check({2, 700, 5, 9}, {2, 700, 5, 9}, {700, 1, 1}, {2, 1, 5, 1});
}

TEST_CASE("A unary function may work in place") {
  auto x = random_vector<float>(50000);
  const auto original = x;
  unary(two_threads(), x.data(), 50000, x.data(), [](float v) { return v * 2; });
  for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(x[i] == original[i] * 2);
}
