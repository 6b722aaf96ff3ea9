// The rule for names of archive members.
#include "host/archive/zip_format.hpp"

namespace byom::archive::zip {
namespace {

// Bytes of the sequence that starts `text`, 0 where it is not UTF-8 (RFC 3629: shortest form, no surrogates).
std::size_t utf8_length(std::string_view text) {
  const auto at = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && at(1) < 0xA0;
    const bool surrogate = first == 0xED && at(1) > 0x9F;
    return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && at(1) < 0x90;
    const bool too_large = first == 0xF4 && at(1) > 0x8F;
    return continues(1) && continues(2) && continues(3) && !overlong && !too_large ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string name_fault(std::string_view name) {
  if (name.empty()) return "it is empty";
  if (name.size() >= full16) return "it is longer than 65534 bytes";
  if (name.front() == '/') return "it is an absolute path";
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t length = utf8_length(rest);
    if (length == 0) return "it is not UTF-8";
    if (length == 1 && (static_cast<unsigned char>(rest[0]) < 0x20 || rest[0] == 0x7F))
      return "it has a control character";
    if (rest[0] == '\\') return "it has a backslash";
    rest.remove_prefix(length);
  }
  for (std::string_view rest = name;;) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty()) return "it has an empty part";
    if (part == "." || part == "..") return "it has a '" + std::string(part) + "' part";
    if (slash == std::string_view::npos) return {};
    rest.remove_prefix(slash + 1);
  }
}

}  // namespace byom::archive::zip
