// Looking up a command by its name.
#include "host/cli/command_table.hpp"

#include <algorithm>
#include <cstdio>

#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::cli {

std::string describe_commands(const std::vector<Command>& table, const std::string& program) {
  std::string text = "commands (" + program + " COMMAND -h says more):\n";
  for (const Command& command : table) {
    std::string line = "  " + std::string(command.name);
    line.resize(std::max<std::size_t>(line.size() + 2, 30), ' ');
    text += line + command.summary + "\n";
  }
  return text;
}

int run_command(const std::vector<Command>& table, const std::string& program,
                const std::vector<std::string>& args) {
  const std::string& name = args.at(0);
  std::vector<std::string> known;
  for (const Command& command : table) {
    if (name == command.name) return command.run({args.begin() + 1, args.end()});
    known.emplace_back(command.name);
  }
  std::fprintf(stderr, "there is no command %s%s. %s -h lists the commands.\n", byom::quoted(name).c_str(),
               did_you_mean(name, known).c_str(), program.c_str());
  return exit_usage;
}

}  // namespace byom::cli
