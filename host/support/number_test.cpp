// What counts as a number.
#include "host/support/number.hpp"

#include <cstdint>
#include <string>

#include <doctest/doctest.h>

using byom::read_number;

TEST_CASE("A number is the whole text and fits its type") {
  std::int32_t whole = 0;
  CHECK(read_number("-12", whole));
  CHECK(whole == -12);
  for (const std::string text : {"", " 1", "1 ", "+1", "1.0", "1e3", "0x10", "2147483648", "one"}) {
    CAPTURE(text);
    CHECK_FALSE(read_number(text, whole));
  }
  std::uint64_t natural = 0;
  CHECK(read_number("18446744073709551615", natural));
  CHECK_FALSE(read_number("-1", natural));
  double real = 0;
  CHECK(read_number("1e-4", real));
  CHECK(real == 1e-4);
  CHECK_FALSE(read_number("1e999", real));
}
