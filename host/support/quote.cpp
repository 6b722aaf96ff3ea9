// Escaping of names for messages.
#include "host/support/quote.hpp"

#include "host/support/utf8.hpp"

namespace byom {
namespace {

// Characters that would change how the rest of the line looks (UAX #9 controls, line separators, BOM).
bool reorders(std::uint32_t code) {
  return (code >= 0x80 && code < 0xA0) || code == 0x200E || code == 0x200F ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

std::string hex(std::uint32_t number, std::size_t width) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text(width, '0');
  for (std::size_t i = width; i-- > 0; number >>= 4) text[i] = digits[number & 15U];
  return text;
}

}  // namespace

std::string escaped(std::string_view text, std::size_t limit) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Character character = first_character(text.substr(i));
    const std::size_t length = character.length == 0 ? 1 : character.length;
    if (i + length > limit) return out + "...";
    if (character.code == '\n')
      out += "\\n";
    else if (character.code == '\'' || character.code == '\\')
      out += {'\\', text[i]};
    else if (character.length == 0 || character.code < 0x20 || character.code == 0x7F)
      out += "\\x" + hex(character.code, 2);
    else if (reorders(character.code))
      out += "\\u" + hex(character.code, 4);
    else
      out += text.substr(i, length);
    i += length;
  }
  return out;
}

std::string quoted(std::string_view text, std::size_t limit) {
  return "'" + escaped(text, limit) + "'";
}

}  // namespace byom
