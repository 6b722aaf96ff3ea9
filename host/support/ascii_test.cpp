// Letters of ASCII and no others.
#include "host/support/ascii.hpp"

#include <cctype>

#include <doctest/doctest.h>

using namespace byom;

// What can be computed by the compiler asks no locale. 0xE9 is a letter in Latin-1, 0xB2 a digit of some,
// 0xA0 a blank.
static_assert(!is_letter('\xE9') && !is_letter_or_digit('\xB2') && !is_digit('\xB2') && !is_space('\xA0'));
static_assert(to_lower('\xC9') == '\xC9' && to_upper('\xE9') == '\xE9');

TEST_CASE("ASCII: the classes are those of the C locale") {
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    CAPTURE(code);
    CHECK(is_digit(c) == (std::isdigit(code) != 0));
    CHECK(is_lower(c) == (std::islower(code) != 0));
    CHECK(is_upper(c) == (std::isupper(code) != 0));
    CHECK(is_letter(c) == (std::isalpha(code) != 0));
    CHECK(is_letter_or_digit(c) == (std::isalnum(code) != 0));
    CHECK(is_space(c) == (std::isspace(code) != 0));
    CHECK(to_lower(c) == static_cast<char>(std::tolower(code)));
    CHECK(to_upper(c) == static_cast<char>(std::toupper(code)));
  }
}
