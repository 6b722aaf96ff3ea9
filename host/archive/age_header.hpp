// The text header of an age v1 file: strict reading, and writing with one scrypt stanza.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <byom/result.hpp>

namespace byom::archive {

inline constexpr std::string_view age_first_line = "age-encryption.org/v1\n";

struct AgeStanza {
  std::vector<std::string> arguments;  // the first is the type
  std::vector<std::byte> body;
};

struct AgeHeader {
  std::vector<AgeStanza> stanzas;
  std::array<std::byte, 32> mac{};
  std::string authenticated;  // what the mac covers: from the first byte through "---"
  std::uint64_t length = 0;   // of the whole header, with its last line feed
};

struct ScryptStanza {
  std::array<std::byte, 16> salt{};
  int work_factor = 0;
  std::array<std::byte, 32> body{};  // the wrapped file key
};

// Reads a header that must end within `start`, the first bytes of the file. Errors are exit_input, "the age
// header ...".
Result<AgeHeader> parse_age_header(std::string_view start);
// The one scrypt stanza, which the format wants to be alone. More than largest_work_factor is exit_limit.
Result<ScryptStanza> scrypt_stanza(const AgeHeader& header);

// From the first byte through "---".
std::string format_age_header(const ScryptStanza& stanza);
// The rest of the last line: a space, the mac, a line feed.
std::string format_age_mac(const std::array<std::byte, 32>& mac);
// Bytes of the whole header that format_age_header and format_age_mac make.
std::uint64_t age_header_length(int work_factor);

}  // namespace byom::archive
