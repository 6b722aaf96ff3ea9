// Exit codes of the program, and the way a host function says that it failed.
#pragma once

#include <string>
#include <utility>

#include <byom/result.hpp>

namespace byom {

enum Exit : int {
  exit_done = 0,
  exit_unsupported = 1,  // the model cannot be converted; every reason is listed
  exit_usage = 2,        // the command line or custom_meta.json is wrong
  exit_input = 3,        // an input file is missing, damaged or not what it should be
  exit_limit = 4,        // a limit of the program was reached
  exit_plugin = 5,       // a plugin is at fault
  exit_difference = 6,   // --strict, and the converted model differs too much, or nobody knows
  exit_system = 7,       // output could not be written, or the system refused something
  exit_bug = 8,          // our own mistake
};

inline Error fail(Exit code, std::string text) {
  return Error{code, std::move(text)};
}

}  // namespace byom
