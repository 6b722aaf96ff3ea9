// Commands as a table: which one runs, its help, and the message for a name that is not there.
#pragma once

#include <string>
#include <vector>

namespace byom::cli {

struct Command {
  const char* name;
  const char* summary;
  int (*run)(const std::vector<std::string>& args);  // gets what follows the name; gives the exit code
};

// "  list          every plugin ...", one line each, after a heading that says how to learn more. `program`
// is what the user types before the command's name.
std::string describe_commands(const std::vector<Command>& table, const std::string& program);
// Runs the command that args[0] names. A name that is not in the table: the nearest ones on stderr,
// exit_usage.
int run_command(const std::vector<Command>& table, const std::string& program,
                const std::vector<std::string>& args);

}  // namespace byom::cli
