// The table of commands.
#include "host/cli/cli.hpp"

#include <cstdio>

#include <byom/plugin.h>

#include "host/cli/command_table.hpp"
#include "host/cli/convert.hpp"
#include "host/cli/operators.hpp"
#include "host/cli/plugins.hpp"
#include "host/cli/run.hpp"
#include "host/support/exit.hpp"

namespace byom::cli {
namespace {

constexpr const char* program = "tao_byom";

int convert(const std::vector<std::string>& args);

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"convert", "convert an ONNX model; the default, its name may be left out", convert},
      {"run", "compute an ONNX model with the plugins' kernels and show what comes out", run_run},
      {"operators", "every operator that there is, and what it takes and gives", run_operators},
      {"plugins", "what the plugins offer, whether it is right, and new ones: list, explain, check, new",
       run_plugins},
  };
  return table;
}

int print_version() {
  std::printf("%s %s (plugin interface %d.%u)\n", program, TAO_BYOM_VERSION, BYOM_ABI_MAJOR, BYOM_ABI_MINOR);
  return exit_done;
}

int convert(const std::vector<std::string>& args) {
  const auto options = read_options(args);
  if (!options) {
    std::fprintf(stderr, "%s tao_byom -h lists the options.\n", options.error().text.c_str());
    return options.error().code;
  }
  if (options->version) return print_version();
  if (!options->help) return run_convert(options.value());
  std::fputs(conversion_help(describe_commands(commands(), program)).c_str(), stdout);
  return exit_done;
}

}  // namespace

int run(const std::vector<std::string>& args) {
  if (args.empty() || args[0].starts_with("-")) return convert(args);
  return run_command(commands(), program, args);
}

}  // namespace byom::cli
