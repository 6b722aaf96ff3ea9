// Concatenation against element by element placement.
#include "concat.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

TEST_CASE("Concatenated parts stand side by side in every row, empty ones nowhere") {
  for (int i = 0; i < 40; ++i) {
    const std::int64_t outer = random_between(0, 2000);
    std::vector<std::vector<std::uint16_t>> inputs(static_cast<std::size_t>(random_between(1, 5)));
    std::vector<Part> parts;
    std::vector<std::int64_t> widths;
    for (auto& input : inputs) {
      widths.push_back(random_between(0, 20));
      input = random_vector<std::uint16_t>(outer * widths.back(), 0, 60000);
      parts.push_back({input.empty() ? nullptr : input.data(), widths.back() * 2});
    }
    std::vector<std::uint16_t> expected;
    for (std::int64_t row = 0; row < outer; ++row) {
      for (std::size_t p = 0; p < inputs.size(); ++p) {
        for (std::int64_t c = 0; c < widths[p]; ++c)
          expected.push_back(inputs[p][static_cast<std::size_t>(row * widths[p] + c)]);
      }
    }
    std::vector<std::uint16_t> y(expected.size());
    concat(two_threads(), outer, parts, y.data());
    CHECK(y == expected);
  }
}
