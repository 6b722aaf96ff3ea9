// Tests of names in messages.
#include "host/support/quote.hpp"

#include <doctest/doctest.h>

using byom::escaped;
using byom::quoted;

TEST_CASE("plain text, also of other scripts, is shown as it is") {
  CHECK(byom::quoted("conv1/weights:0") == "'conv1/weights:0'");
  CHECK(byom::quoted("größe 東京 🙂") == "'größe 東京 🙂'");
  CHECK(byom::quoted("") == "''");
}

TEST_CASE("what could forge or reorder a line is escaped") {
  CHECK(escaped("a\nb\r\x1b[31m\x7f") == "a\\nb\\x0d\\x1b[31m\\x7f");
  CHECK(escaped(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(escaped("it's \\") == "it\\'s \\\\");
  CHECK(escaped("\xE2\x80\xAE"
                "abc") == "\\u202eabc");
  CHECK(escaped("\xC2\x85") == "\\u0085");
}

TEST_CASE("bytes that are not UTF-8 are escaped one by one") {
  CHECK(escaped("\xFF\xC3") == "\\xff\\xc3");
  CHECK(escaped("\xC0\xAF") == "\\xc0\\xaf");           // overlong
  CHECK(escaped("\xED\xA0\x80") == "\\xed\\xa0\\x80");  // surrogate
  CHECK(escaped("\xE2\x82") == "\\xe2\\x82");           // cut off
  CHECK(escaped("\xF4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
}

TEST_CASE("long text is cut, never inside a character") {
  CHECK(byom::quoted(std::string(300, 'x')) == "'" + std::string(256, 'x') + "...'");
  CHECK(byom::quoted("aé", 2) == "'a...'");
  CHECK(byom::quoted("aé", 3) == "'aé'");
}
