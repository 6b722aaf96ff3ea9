// Reading and hiding of the key.
#include "host/cli/key.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string_view>

#include "host/support/exit.hpp"
#include "host/support/quote.hpp"

namespace byom::cli {
namespace {

Result<std::string> from_environment(const std::string& variable) {
  char* value = std::getenv(variable.c_str());
  if (value == nullptr)
    return fail(exit_usage, "--key-from: there is no environment variable " + byom::quoted(variable) + ".");
  std::string key = value;
  std::fill_n(value, key.size(), '\0');  // /proc/PID/environ shows this memory
  unsetenv(variable.c_str());
  return key;
}

Result<std::string> first_line(std::istream& stream, const std::string& source) {
  std::string line;
  if (!std::getline(stream, line))
    return fail(exit_usage, "--key-from: " + source +
                                (errno != 0 ? " cannot be read: " + std::string(std::strerror(errno)) + "."
                                            : " is empty; its first line must be the key."));
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

Result<std::string> from(const std::string& source) {
  errno = 0;
  if (source == "stdin") return first_line(std::cin, "standard input");
  if (source.starts_with("env:")) return from_environment(source.substr(4));
  const std::string path = source.substr(std::string_view("file:").size());
  std::ifstream stream(path, std::ios::binary);
  return first_line(stream, byom::quoted(path));
}

void erase(char* text) {
  if (*text == '\0') return;
  const std::size_t length = std::strlen(text);
  std::fill_n(text, length, '\0');
  *text = '*';
}

}  // namespace

Result<Key> read_key(const Options& options) {
  if (!options.key.empty()) return Key{options.key, ""};
  if (!options.key_from.empty()) {
    BYOM_TRY(std::string key, from(options.key_from));
    if (key.empty())
      return fail(exit_usage, "--key-from: the key in " + byom::quoted(options.key_from) + " is empty.");
    return Key{std::move(key), ""};
  }
  const auto& formats = options.formats;
  if (std::find(formats.begin(), formats.end(), "tltb") == formats.end()) return Key{};
  return Key{default_key,
             std::string("no key is given (-k or --key-from); the .tltb is encrypted with the key '") +
                 default_key + "', which everybody knows."};
}

void hide_key(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == "-k" || arg == "--key" || arg == "-key") {
      if (i + 1 < argc) erase(argv[++i]);
    } else if (arg.starts_with("-k=") || arg.starts_with("--key=") || arg.starts_with("-key=")) {
      erase(argv[i] + arg.find('=') + 1);
    }
  }
}

}  // namespace byom::cli
