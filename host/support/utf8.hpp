// Characters of UTF-8 text (RFC 3629: shortest forms, no surrogates).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace byom {

struct Utf8Character {
  std::uint32_t code;  // where the bytes are not UTF-8 the first of them
  std::size_t length;  // in bytes; 0 where they are not UTF-8
};

// The character at the front of `text`. Precondition: it is not empty.
Utf8Character first_character(std::string_view text);

}  // namespace byom
