// The table of commands.
#include "host/cli/cli.hpp"

#include <algorithm>
#include <cstdio>

#include "host/cli/convert.hpp"
#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::cli {
namespace {

struct Command {
  const char* name;
  const char* summary;
  int (*run)(const std::vector<std::string>& args);
};

int convert(const std::vector<std::string>& args);

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"convert", "convert an ONNX model; the default, its name may be left out", convert},
  };
  return table;
}

std::string describe_commands() {
  std::string text = "commands (tao_byom COMMAND -h says more):\n";
  for (const Command& command : commands()) {
    std::string line = "  " + std::string(command.name);
    line.resize(std::max<std::size_t>(line.size() + 2, 30), ' ');
    text += line + command.summary + "\n";
  }
  return text;
}

int convert(const std::vector<std::string>& args) {
  const auto options = read_options(args);
  if (!options) {
    std::fprintf(stderr, "%s tao_byom -h lists the options.\n", options.error().text.c_str());
    return options.error().code;
  }
  if (!options->help) return run_convert(options.value());
  std::fputs(conversion_help(describe_commands()).c_str(), stdout);
  return exit_done;
}

int unknown(const std::string& name) {
  std::vector<std::string> known;
  for (const Command& command : commands()) known.emplace_back(command.name);
  std::fprintf(stderr, "there is no command %s%s. tao_byom -h lists the commands.\n",
               byom::quoted(name).c_str(), did_you_mean(name, known).c_str());
  return exit_usage;
}

}  // namespace

int run(const std::vector<std::string>& args) {
  if (args.empty() || args[0].starts_with("-")) return convert(args);
  for (const Command& command : commands())
    if (args[0] == command.name) return command.run({args.begin() + 1, args.end()});
  return unknown(args[0]);
}

}  // namespace byom::cli
