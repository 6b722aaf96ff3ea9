// The user's key: where it comes from, and how it is kept from the eyes of other users.
#pragma once

#include <string>

#include <byom/result.hpp>

#include "host/cli/options.hpp"

namespace byom::cli {

inline constexpr const char* default_key = "nvidia-tao";

struct Key {
  std::string text;
  std::string warning;  // empty, or what the user should know about it
};

// -k, else what --key-from says, else NVIDIA's default with a warning. A variable of the environment is
// erased from it, so that no child process inherits it. A file's or standard input's first line is the key.
// When no format needs a key and none is given, it is empty. Errors: exit_usage.
Result<Key> read_key(const Options& options);

// Overwrites the arguments of -k and --key in the process's own command line, which every user can list.
void hide_key(int argc, char** argv);

}  // namespace byom::cli
