// The rule for names of archive members.
#include "host/archive/zip_format.hpp"

#include "host/support/utf8.hpp"

namespace byom::archive::zip {

std::string name_fault(std::string_view name) {
  if (name.empty()) return "it is empty";
  if (name.size() >= full16) return "it is longer than 65534 bytes";
  if (name.front() == '/') return "it is an absolute path";
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t length = first_character(rest).length;
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
