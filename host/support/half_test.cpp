// 16-bit floats, by the numbers of IEEE 754.
#include "host/support/half.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

TEST_CASE("floats of 16 bits have the numbers of IEEE 754 and of a float's upper half") {
  CHECK(byom::from_half(0x3c00) == 1.0);
  CHECK(byom::from_half(0xc000) == -2.0);
  CHECK(byom::from_half(0x7bff) == 65504.0);
  CHECK(byom::from_half(0x0001) == 0x1p-24);
  CHECK(byom::from_half(0x0400) == 0x1p-14);
  CHECK(std::signbit(byom::from_half(0x8000)));
  CHECK(byom::from_half(0xfc00) == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(byom::from_half(0x7e00)));
  CHECK(byom::from_bfloat16(0xbfc0) == -1.5F);
}

TEST_CASE("every half that is a number comes back from its double") {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const double number = byom::from_half(static_cast<std::uint16_t>(bits));
    if (std::isnan(number)) continue;
    CAPTURE(bits);
    REQUIRE(byom::to_half(number) == bits);
    REQUIRE(byom::to_bfloat16(byom::from_bfloat16(static_cast<std::uint16_t>(bits))) == bits);
  }
}
