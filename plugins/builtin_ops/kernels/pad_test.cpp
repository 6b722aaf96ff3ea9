// Padding against a place found for every output element by walking, and against NumPy's documented examples.
#include "pad.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

using Shape = std::vector<std::int64_t>;

// Walks from cell 0 of an axis of n cells to place `at`, turning back or jumping at the ends; -1 is the
// constant.
std::int64_t walk(Padding mode, std::int64_t at, std::int64_t n) {
  if (n == 0) return -1;
  if (mode == Padding::constant) return at < 0 || at >= n ? -1 : at;
  std::int64_t cell = 0, direction = at < 0 ? -1 : 1;
  for (std::int64_t steps = std::abs(at); steps > 0; --steps) {
    const bool beyond = cell + direction < 0 || cell + direction >= n;
    if (beyond && mode == Padding::edge) continue;
    if (beyond && mode == Padding::wrap) {
      cell = direction > 0 ? 0 : n - 1;
      continue;
    }
    if (beyond) direction = -direction;
    if (n > 1) cell += direction;
  }
  return cell;
}

template <class T>
void check(Padding mode) {
  Shape dims(static_cast<std::size_t>(random_between(0, 4))), begins, ends, out;
  for (std::int64_t& d : dims) {
    d = random_between(1, 6);
    begins.push_back(random_between(-d, 9));
    ends.push_back(std::max(random_between(-d, 9), std::min<std::int64_t>(0, -d - begins.back())));
    if (begins.back() < 0) ends.back() = std::max(ends.back(), -d - begins.back());
    out.push_back(d + begins.back() + ends.back());
  }
  std::int64_t inputs = 1, outputs = 1;
  for (std::size_t a = 0; a < dims.size(); ++a) {
    inputs *= dims[a];
    outputs *= out[a];
  }
  const auto x = random_vector<T>(inputs, 1, 100);
  const T value = T{111};
  std::vector<T> expected, y(static_cast<std::size_t>(outputs));
  for (std::int64_t i = 0; i < outputs; ++i) {
    std::int64_t rest = i, at = 0, step = 1;
    bool inside = true;
    for (std::size_t a = dims.size(); a-- > 0; rest /= out[a], step *= dims[a]) {
      const std::int64_t cut = std::max<std::int64_t>(0, -begins[a]);
      const std::int64_t left =
          std::max<std::int64_t>(0, dims[a] - cut - std::max<std::int64_t>(0, -ends[a]));
      const std::int64_t cell = walk(mode, rest % out[a] - std::max<std::int64_t>(0, begins[a]), left);
      inside = inside && cell >= 0;
      at += (cell + cut) * step;
    }
    expected.push_back(inside ? x[static_cast<std::size_t>(at)] : value);
  }
  pad(two_threads(), mode, sizeof(T), x.data(), dims, begins, ends, &value, y.data());
  CHECK(y == expected);
}

constexpr Padding every[] = {Padding::constant, Padding::edge, Padding::reflect, Padding::wrap};

}  // namespace

TEST_CASE("Padding of every kind shows the cell one walks to, also after cropping") {
  for (const Padding mode : every) {
    CAPTURE(static_cast<int>(mode));
    for (int i = 0; i < 100; ++i) {
      check<float>(mode);
      check<std::uint8_t>(mode);
      check<std::int16_t>(mode);
      check<double>(mode);
    }
  }
}

TEST_CASE("Padding agrees with the examples of numpy.pad") {
  const std::int32_t x[] = {1, 2, 3, 4, 5};
  const Shape dims = {5}, begins = {2}, ends = {3};
  std::vector<std::int32_t> y(10);
  pad(Pool{}, Padding::edge, 4, x, dims, begins, ends, nullptr, y.data());
  CHECK(y == std::vector<std::int32_t>{1, 1, 1, 2, 3, 4, 5, 5, 5, 5});
  pad(Pool{}, Padding::reflect, 4, x, dims, begins, ends, nullptr, y.data());
  CHECK(y == std::vector<std::int32_t>{3, 2, 1, 2, 3, 4, 5, 4, 3, 2});
  pad(Pool{}, Padding::wrap, 4, x, dims, begins, ends, nullptr, y.data());
  CHECK(y == std::vector<std::int32_t>{4, 5, 1, 2, 3, 4, 5, 1, 2, 3});
  pad(Pool{}, Padding::constant, 4, x, dims, begins, ends, nullptr, y.data());
  CHECK(y == std::vector<std::int32_t>{0, 0, 1, 2, 3, 4, 5, 0, 0, 0});
}
