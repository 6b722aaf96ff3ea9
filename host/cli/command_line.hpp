// The command line of one sub-command: its words and options, its help, and the messages when it is wrong.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/cli/option_table.hpp"

namespace byom::cli {

struct Word {
  const char* name;  // as the usage line calls it: "MODEL"
  bool required;
  bool several = false;  // the last word may: all that follow are its kind
};

struct CommandLine {
  const char* command;             // what the user types: "tao_byom plugins list"
  const char* what;                // what it does, in a sentence or two
  std::vector<Word> words;         // arguments without a dash, in order
  std::vector<OptionRow> options;  // -h is added

  // "usage: ...", what it does, its options.
  [[nodiscard]] std::string help() const;
  // Prints the help when `args` ask for it; lists everything that is wrong with them (exit_usage); else runs
  // the command and gives its exit code. An exception that escapes it is a limit or a bug of ours.
  int run(const std::vector<std::string>& args, const std::function<int(const ParsedOptions&)>& body) const;
};

}  // namespace byom::cli
