// The dense layer against three loops in double, on every instruction set of this machine.
#include "dense.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

void check(const DenseShape& s, const IsaTable& table) {
  CAPTURE(table.name);
  const auto x = random_vector<float>(s.rows * s.depth), w = random_vector<float>(s.depth * s.units);
  const auto bias_values = random_vector<float>(s.units);
  const float* bias = random_between(0, 1) == 0 ? bias_values.data() : nullptr;
  std::vector<double> expected;
  for (std::int64_t i = 0; i < s.rows; ++i) {
    for (std::int64_t j = 0; j < s.units; ++j) {
      double sum = bias ? bias[j] : 0;
      for (std::int64_t k = 0; k < s.depth; ++k)
        sum += double{x[i * s.depth + k]} * double{w[k * s.units + j]};
      expected.push_back(sum);
    }
  }
  std::vector<char> scratch(dense_scratch_bytes(s), char(-1));
  std::vector<float> y(expected.size(), NAN), z = y;
  dense(Pool{}, s, x.data(), w.data(), bias, y.data(), scratch.data(), table);
  CHECK(relative_error(y, expected) < 4e-6);
  dense(two_threads(), s, x.data(), w.data(), bias, z.data(), scratch.data(), table);
  CHECK(y == z);
}

}  // namespace

TEST_CASE("A dense layer is three loops for any size and instruction set") {
  for (const IsaTable* table : supported_isas()) {
    for (int i = 0; i < 40; ++i) {
      check({i % 4 == 0 ? 1 : random_between(0, 50), random_between(0, 40), random_between(1, 70)}, *table);
    }
    check({1, 2000, 37}, *table);
    check({300, 600, 5}, *table);
  }
}
