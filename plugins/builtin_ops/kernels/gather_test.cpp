// Gathering against element by element look-up.
#include "gather.hpp"

#include "kernel_testing.hpp"

using namespace byom::kernels;
using namespace byom::kernels::testing;

namespace {

template <class Index>
void check() {
  for (int i = 0; i < 40; ++i) {
    const std::int64_t outer = random_between(0, 6), n = random_between(1, 9), inner = random_between(0, 7);
    const std::int64_t count = random_between(0, 12);
    const auto x = random_vector<float>(outer * n * inner);
    std::vector<Index> indices;
    for (std::int64_t k = 0; k < count; ++k) indices.push_back(static_cast<Index>(random_between(-n, n - 1)));
    std::vector<float> expected, y(static_cast<std::size_t>(outer * count * inner));
    for (std::int64_t a = 0; a < outer; ++a) {
      for (const Index index : indices) {
        for (std::int64_t b = 0; b < inner; ++b) {
          expected.push_back(x[static_cast<std::size_t>((a * n + (index + n) % n) * inner + b)]);
        }
      }
    }
    CHECK(gather(two_threads(), outer, n, inner * 4, x.data(), indices.data(), count, y.data()));
    CHECK(y == expected);
  }
}

}  // namespace

TEST_CASE("Gathered slabs are those of the indices, from the end when negative") {
  check<std::int32_t>();
  check<std::int64_t>();
}

TEST_CASE("An index outside the axis is told and nothing is written") {
  const float x[] = {1, 2, 3};
  for (const std::int64_t wrong : {std::int64_t{3}, std::int64_t{-4}}) {
    const std::int64_t indices[] = {0, wrong};
    float y[] = {7, 7};
    CHECK_FALSE(gather(Pool{}, 1, 3, 4, x, indices, 2, y));
    CHECK(y[0] == 7);
  }
}
