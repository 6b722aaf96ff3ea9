// Pooling of both kinds against nested loops over every tap, on random windows.
#include "pooling.hpp"

#include <limits>

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

struct Case {
  PoolingShape shape;
  Spatial pad_end;
};

Case random_case(bool dilated) {
  Case c;
  c.shape.planes = random_between(0, 5);
  c.pad_end = {0, 0, 0};
  Window& w = c.shape.window;
  const int rank = static_cast<int>(random_between(1, 3));
  for (std::size_t a = static_cast<std::size_t>(3 - rank); a < 3; ++a) {
    w.input[a] = random_between(1, rank == 1 ? 60 : 9);
    w.kernel[a] = random_between(1, 5);
    w.stride[a] = random_between(1, 4);
    w.dilation[a] = dilated ? random_between(1, 3) : 1;
    w.pad_begin[a] = random_between(0, 4);
    c.pad_end[a] = random_between(0, 4);
    w.output[a] =
        std::max<std::int64_t>(1, window_output(w.input[a], w.kernel[a], w.stride[a], w.dilation[a],
                                                w.pad_begin[a] + c.pad_end[a], random_between(0, 1) == 1));
  }
  return c;
}

struct Seen {
  double sum = 0, largest = -std::numeric_limits<double>::infinity();
  std::int64_t inside = 0, padded = 0, where = -1, where_by_columns = -1;
};

// Everything about one window, tap by tap.
Seen look(const Case& c, const float* plane, const Spatial& out) {
  const Window& w = c.shape.window;
  Seen seen;
  Spatial k;
  for (k[0] = 0; k[0] < w.kernel[0]; ++k[0]) {
    for (k[1] = 0; k[1] < w.kernel[1]; ++k[1]) {
      for (k[2] = 0; k[2] < w.kernel[2]; ++k[2]) {
        Spatial at;
        bool inside = true, padded = true;
        for (std::size_t a = 0; a < 3; ++a) {
          at[a] = out[a] * w.stride[a] + k[a] * w.dilation[a] - w.pad_begin[a];
          inside = inside && at[a] >= 0 && at[a] < w.input[a];
          padded = padded && at[a] < w.input[a] + c.pad_end[a];
        }
        seen.padded += padded ? 1 : 0;
        if (!inside) continue;
        ++seen.inside;
        const std::int64_t cell = at[0] * w.input[1] * w.input[2] + at[1] * w.input[2] + at[2];
        seen.sum += plane[cell];
        if (plane[cell] > seen.largest) {
          seen.largest = plane[cell];
          seen.where = cell;
          seen.where_by_columns = at[0] + at[1] * w.input[0] + at[2] * w.input[0] * w.input[1];
        }
      }
    }
  }
  return seen;
}

template <class Visit>
void each_window(const Case& c, const std::vector<float>& x, Visit visit) {
  const Window& w = c.shape.window;
  for (std::int64_t p = 0; p < c.shape.planes; ++p) {
    for (std::int64_t a = 0; a < w.output[0]; ++a) {
      for (std::int64_t b = 0; b < w.output[1]; ++b) {
        for (std::int64_t d = 0; d < w.output[2]; ++d)
          visit(p, look(c, x.data() + p * volume(w.input), {a, b, d}));
      }
    }
  }
}

std::vector<float> input(const Case& c) {
  return random_vector<float>(c.shape.planes * volume(c.shape.window.input));
}

std::size_t outputs(const Case& c) {
  return static_cast<std::size_t>(c.shape.planes * volume(c.shape.window.output));
}

}  // namespace

TEST_CASE("Max pooling finds the largest cell and says where, for any window") {
  for (int i = 0; i < 100; ++i) {
    const Case c = random_case(true);
    const auto x = input(c);
    const std::int64_t cells = volume(c.shape.window.input);
    std::vector<float> expected;
    std::vector<std::int64_t> rows, columns;
    each_window(c, x, [&](std::int64_t plane, const Seen& seen) {
      expected.push_back(seen.inside == 0 ? std::numeric_limits<float>::lowest()
                                          : static_cast<float>(seen.largest));
      rows.push_back(seen.inside == 0 ? -1 : plane * cells + seen.where);
      columns.push_back(seen.inside == 0 ? -1 : plane * cells + seen.where_by_columns);
    });
    std::vector<float> y(outputs(c));
    std::vector<std::int64_t> indices(outputs(c));
    max_pool(Pool{}, c.shape, x.data(), y.data());
    CHECK(y == expected);
    max_pool(two_threads(), c.shape, x.data(), y.data(), indices.data());
    CHECK(y == expected);
    CHECK(indices == rows);
    max_pool(Pool{}, c.shape, x.data(), y.data(), indices.data(), IndexOrder::column_major);
    CHECK(indices == columns);
  }
}

TEST_CASE(
    "Average pooling divides by the cells inside, or by the padded cells without those beyond the padding") {
  for (int i = 0; i < 100; ++i) {
    const Case c = random_case(true);
    const auto x = input(c);
    std::vector<double> inside, padded;
    each_window(c, x, [&](std::int64_t, const Seen& seen) {
      inside.push_back(seen.inside == 0 ? 0 : seen.sum / static_cast<double>(seen.inside));
      padded.push_back(seen.padded == 0 ? 0 : seen.sum / static_cast<double>(seen.padded));
    });
    std::vector<float> y(outputs(c));
    average_pool(two_threads(), c.shape, Divisor::inside, c.pad_end, x.data(), y.data());
    CHECK(relative_error(y, inside) < 1e-7);
    average_pool(Pool{}, c.shape, Divisor::padded, c.pad_end, x.data(), y.data());
    CHECK(relative_error(y, padded) < 1e-7);
  }
}

TEST_CASE("Pooling by rows and columns gives what pooling by windows gives") {
  for (int i = 0; i < 100; ++i) {
    const Case c = random_case(false);
    const auto x = input(c);
    std::vector<double> largest, mean;
    each_window(c, x, [&](std::int64_t, const Seen& seen) {
      largest.push_back(seen.inside == 0 ? double{std::numeric_limits<float>::lowest()} : seen.largest);
      mean.push_back(seen.inside == 0 ? 0 : seen.sum / static_cast<double>(seen.inside));
    });
    std::vector<float> y(outputs(c));
    max_pool_separable(two_threads(), c.shape, x.data(), y.data());
    CHECK(relative_error(y, largest) == 0);
    average_pool_separable(Pool{}, c.shape, x.data(), y.data());
    CHECK(relative_error(y, mean) < 1e-7);
  }
}

TEST_CASE("Max pooling copes with more outputs in a row than it takes at once") {
  const Case c{{2,
                {.input = {1, 3, 999},
                 .output = {1, 2, 501},
                 .kernel = {1, 2, 3},
                 .stride = {1, 1, 2},
                 .pad_begin = {0, 0, 2}}},
               {0, 0, 2}};
  const auto x = input(c);
  std::vector<float> expected;
  each_window(c, x,
              [&](std::int64_t, const Seen& seen) { expected.push_back(static_cast<float>(seen.largest)); });
  std::vector<float> y(outputs(c));
  max_pool(Pool{}, c.shape, x.data(), y.data());
  CHECK(y == expected);
  max_pool_separable(Pool{}, c.shape, x.data(), y.data());
  CHECK(y == expected);
}

TEST_CASE("Pooling by rows and columns copes with rows longer than its buffer") {
  Case c{{2, {.input = {1, 3, 9000}, .output = {1, 1, 5}, .kernel = {1, 3, 5000}, .stride = {1, 3, 1000}}},
         {0, 0, 0}};
  const auto x = input(c);
  std::vector<double> largest, mean;
  each_window(c, x, [&](std::int64_t, const Seen& seen) {
    largest.push_back(seen.largest);
    mean.push_back(seen.sum / static_cast<double>(seen.inside));
  });
  std::vector<float> y(outputs(c));
  max_pool_separable(Pool{}, c.shape, x.data(), y.data());
  CHECK(relative_error(y, largest) == 0);
  average_pool_separable(Pool{}, c.shape, x.data(), y.data());
  CHECK(relative_error(y, mean) < 1e-7);
}

TEST_CASE("Infinities and NaN survive max pooling, integers are pooled too") {
  const PoolingShape s{1, {.input = {1, 1, 3}, .output = {1, 1, 1}, .kernel = {1, 1, 3}}};
  const float low[] = {-INFINITY, -INFINITY, -INFINITY}, odd[] = {1, NAN, 2};
  float y = 0;
  max_pool(Pool{}, s, low, &y);
  CHECK(y == -INFINITY);
  std::int64_t where = -1;
  max_pool(Pool{}, s, low, &y, &where);
  CHECK(where == 0);
  max_pool_separable(Pool{}, s, low, &y);
  CHECK(y == -INFINITY);
  max_pool(Pool{}, s, odd, &y);
  CHECK(std::isnan(y));
  max_pool_separable(Pool{}, s, odd, &y);
  CHECK(std::isnan(y));
  const std::int8_t bytes[] = {-128, -7, -9};
  std::int8_t byte = 0;
  max_pool(Pool{}, s, bytes, &byte);
  CHECK(byte == -7);
}
