// The choice of an instruction set, and the functions that exist once for each.
#include "isa.hpp"

#include <string>

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

TEST_CASE("The best supported instruction set is chosen, and the baseline is always there") {
  REQUIRE(!supported_isas().empty());
  CHECK(std::string(supported_isas().front()->name) == "baseline");
  CHECK(&isa() == supported_isas().back());
}

TEST_CASE("Row sums are those of a plain loop for every length and instruction set") {
  const auto x = random_vector<float>(600), w = random_vector<float>(9), old = random_vector<float>(200);
  const std::int64_t offset[] = {0, 1, 2, 70, 71, 72, 300, 17, 5};
  for (const IsaTable* table : supported_isas()) {
    CAPTURE(table->name);
    for (std::int64_t n = 0; n < 200; ++n) {
      const bool accumulate = n % 2 == 0;
      std::vector<double> expected(old.begin(), old.end());
      for (std::int64_t i = 0; i < n; ++i) {
        double sum = accumulate ? old[i] : 0.5;
        for (std::int64_t t = 0; t < 9; ++t) sum += double{x[offset[t] + i]} * w[t];
        expected[i] = sum;
      }
      std::vector<float> y = old;
      table->taps(n, 9, x.data(), offset, w.data(), 0.5f, accumulate, y.data());
      REQUIRE(relative_error(y, expected) < 1e-6);
    }
  }
}

TEST_CASE("A register tile is the sum of outer products for every number of rows and instruction set") {
  const auto x = random_vector<float>(400), w = random_vector<float>(40 * 64);
  std::vector<std::int64_t> offset;
  for (std::int64_t k = 0; k < 40; ++k) offset.push_back(k * 9);
  for (const IsaTable* table : supported_isas()) {
    CAPTURE(table->name);
    const std::int64_t panel = table->panel;
    for (std::int64_t rows = 1; rows <= table->tile_rows; ++rows) {
      std::vector<double> once(static_cast<std::size_t>(rows * panel)), twice = once;
      for (std::int64_t i = 0; i < rows * panel; ++i) {
        for (std::int64_t k = 0; k < 40; ++k)
          once[i] += double{x[offset[k] + i / panel]} * w[k * panel + i % panel];
        twice[i] = 2 * once[i];
      }
      std::vector<float> sum(once.size(), NAN);
      table->tile(rows, 40, x.data(), offset.data(), w.data(), sum.data(), false);
      REQUIRE(relative_error(sum, once) < 1e-6);
      table->tile(rows, 40, x.data(), offset.data(), w.data(), sum.data(), true);
      REQUIRE(relative_error(sum, twice) < 1e-6);
    }
  }
}
