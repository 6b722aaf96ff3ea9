// The text header of an age v1 file.
#include "host/archive/age_header.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "host/archive/age_crypto.hpp"
#include "host/support/exit.hpp"

namespace byom::archive {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t body_columns = 64;

std::string base64(Bytes bytes) {
  std::string text;
  std::uint32_t held = 0;
  int bits = 0;
  for (const std::byte byte : bytes) {
    held = held << 8 | std::to_integer<std::uint32_t>(byte);
    for (bits += 8; bits >= 6; bits -= 6) text += alphabet[held >> (bits - 6) & 63];
  }
  if (bits > 0) text += alphabet[held << (6 - bits) & 63];
  return text;
}

// Unpadded and canonical: exactly the text that base64() makes of the result.
std::optional<std::vector<std::byte>> decoded(std::string_view text) {
  std::vector<std::byte> bytes;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char letter : text) {
    const std::size_t value = alphabet.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    held = held << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::byte>(held >> bits));
    }
  }
  const bool spare_bits_set = (held & ((1U << bits) - 1)) != 0;
  if (bits >= 6 || spare_bits_set) return std::nullopt;
  return bytes;
}

template <std::size_t N>
bool decode_exactly(std::string_view text, std::array<std::byte, N>& out) {
  const auto bytes = decoded(text);
  if (!bytes || bytes->size() != N) return false;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return true;
}

Error damaged(const std::string& what) {
  return fail(exit_input, "the age header is damaged: " + what);
}

// Takes one line, without its line feed, from the front of `rest`.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

// Arguments are separated by one space each, and made of visible ASCII.
std::optional<std::vector<std::string>> split_arguments(std::string_view line) {
  std::vector<std::string> arguments(1);
  for (const char letter : line) {
    if (letter == ' ')
      arguments.emplace_back();
    else if (letter > 0x20 && letter < 0x7F)
      arguments.back() += letter;
    else
      return std::nullopt;
  }
  const bool empty_one = std::any_of(arguments.begin(), arguments.end(), [](auto& a) { return a.empty(); });
  return empty_one ? std::nullopt : std::optional(arguments);
}

// `line` is the stanza's first line without "-> "; the body follows in lines of 64 columns, the last one
// shorter.
Result<AgeStanza> parse_stanza(std::string_view line, std::string_view& rest) {
  AgeStanza stanza;
  auto arguments = split_arguments(line);
  if (!arguments) return damaged("a recipient line");
  stanza.arguments = std::move(*arguments);
  std::string body;
  for (;;) {
    const auto next = take_line(rest);
    if (!next || next->size() > body_columns) return damaged("the body of a recipient");
    body += *next;
    if (next->size() < body_columns) break;
  }
  auto bytes = decoded(body);
  if (!bytes) return damaged("the body of a recipient");
  stanza.body = std::move(*bytes);
  return stanza;
}

}  // namespace

Result<AgeHeader> parse_age_header(std::string_view start) {
  std::string_view rest = start;
  if (!rest.starts_with(age_first_line)) return damaged("its first line is not that of age v1");
  rest.remove_prefix(age_first_line.size());
  AgeHeader header;
  for (;;) {
    const std::size_t at = start.size() - rest.size();
    const auto line = take_line(rest);
    if (!line) return damaged("it has no end");
    if (line->starts_with("-> ")) {
      BYOM_TRY(AgeStanza stanza, parse_stanza(line->substr(3), rest));
      header.stanzas.push_back(std::move(stanza));
    } else if (line->starts_with("--- ")) {
      if (!decode_exactly(line->substr(4), header.mac)) return damaged("its authentication code");
      header.authenticated = start.substr(0, at + 3);
      header.length = start.size() - rest.size();
      break;
    } else {
      return damaged("a line that is neither recipient nor end");
    }
  }
  if (header.stanzas.empty()) return damaged("it has no recipient");
  return header;
}

Result<ScryptStanza> scrypt_stanza(const AgeHeader& header) {
  const auto is_scrypt = [](const AgeStanza& stanza) { return stanza.arguments[0] == "scrypt"; };
  const auto found = std::find_if(header.stanzas.begin(), header.stanzas.end(), is_scrypt);
  if (found == header.stanzas.end())
    return fail(exit_input,
                "it is encrypted for public keys, not with a key that is a text; decrypt it with age first");
  if (header.stanzas.size() != 1) return damaged("a passphrase must be the only recipient");
  ScryptStanza stanza;
  if (found->arguments.size() != 3 || !decode_exactly(found->arguments[1], stanza.salt) ||
      found->body.size() != stanza.body.size())
    return damaged("the sizes in the recipient line");
  std::copy(found->body.begin(), found->body.end(), stanza.body.begin());
  const std::string& digits = found->arguments[2];
  const bool number = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!number || digits[0] == '0') return damaged("the work factor");
  stanza.work_factor = digits.size() > 2 ? 100 : std::stoi(digits);
  if (stanza.work_factor > largest_work_factor)
    return fail(exit_limit, "the age header asks for a work factor above " +
                                std::to_string(largest_work_factor) +
                                ", which would take more than 1 GiB of memory and is refused");
  return stanza;
}

std::string format_age_header(const ScryptStanza& stanza) {
  return std::string(age_first_line) + "-> scrypt " + base64(stanza.salt) + " " +
         std::to_string(stanza.work_factor) + "\n" + base64(stanza.body) + "\n---";
}

std::string format_age_mac(const std::array<std::byte, 32>& mac) {
  return " " + base64(mac) + "\n";
}

std::uint64_t age_header_length(int work_factor) {
  return format_age_header({.work_factor = work_factor}).size() + format_age_mac({}).size();
}

}  // namespace byom::archive
