// The table of the sub-commands about plugins.
#include "host/cli/plugins.hpp"

#include <cstdio>

#include "host/cli/command_table.hpp"
#include "host/support/exit.hpp"

namespace byom::cli {
namespace {

constexpr const char* plugins_program = "tao_byom plugins";

const std::vector<Command>& plugin_commands() {
  static const std::vector<Command> table = {
      {"list", "every plugin: where it is from, what it offers, what is wrong with it", run_plugins_list},
      {"explain", "which plugin and kernel serve each node of a model, and why", run_plugins_explain},
      {"check", "whether a plugin holds the laws that every plugin holds", run_plugins_check},
      {"new", "write a plugin to fill in: a project that builds and converts a model as it stands",
       run_plugins_new},
  };
  return table;
}

}  // namespace

int run_plugins(const std::vector<std::string>& args) {
  if (!args.empty() && args[0] == "law-process") return run_law_process({args.begin() + 1, args.end()});
  if (!args.empty() && args[0] != "-h" && args[0] != "--help")
    return run_command(plugin_commands(), plugins_program, args);
  std::FILE* const stream = args.empty() ? stderr : stdout;
  std::fprintf(stream, "usage: %s COMMAND ...\n\n%s", plugins_program,
               describe_commands(plugin_commands(), plugins_program).c_str());
  return args.empty() ? exit_usage : exit_done;
}

}  // namespace byom::cli
