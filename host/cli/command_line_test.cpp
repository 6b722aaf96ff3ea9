// Words, options, help and exit codes of a sub-command.
#include "host/cli/command_line.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "host/support/exit.hpp"

using namespace byom;
using namespace byom::cli;

namespace {

const CommandLine bake{"tao_byom bake",
                       "Bakes a cake.",
                       {{"CAKE", true}, {"OVEN", false}},
                       {{"json", "", Takes::nothing, false, "", "", "print the cake as JSON", "options"}}};

const CommandLine serve{"tao_byom serve", "Serves.", {{"CAKE", true}, {"GUEST", false, true}}, {}};

// The exit code, and what the command got.
std::pair<int, ParsedOptions> run_bake(const std::vector<std::string>& args,
                                       const CommandLine& command = bake) {
  ParsedOptions got;
  const int code = command.run(args, [&](const ParsedOptions& options) {
    got = options;
    return 42;
  });
  return {code, got};
}

}  // namespace

TEST_CASE("Command line: words come in their order, wherever the options stand") {
  CHECK(run_bake({"plum", "--json", "gas"}).second.words == std::vector<std::string>{"plum", "gas"});
  CHECK(run_bake({"--json", "plum"}).second.has("json"));
  CHECK(run_bake({"plum"}).first == 42);
}

TEST_CASE("Command line: the last word may stand for several") {
  CHECK(run_bake({"plum", "Ann", "Bob"}, serve).second.words ==
        std::vector<std::string>{"plum", "Ann", "Bob"});
  CHECK(run_bake({"plum"}, serve).first == 42);
  CHECK(run_bake({}, serve).first == exit_usage);
  CHECK(serve.help().starts_with("usage: tao_byom serve CAKE [GUEST...] [options]\n"));
}

TEST_CASE("Command line: a missing word, one too many and an unknown option are wrong") {
  CHECK(run_bake({}).first == exit_usage);
  CHECK(run_bake({"plum", "gas", "now"}).first == exit_usage);
  CHECK(run_bake({"plum", "--jsn"}).first == exit_usage);
}

TEST_CASE("Command line: help shows the words and comes before everything else") {
  CHECK(run_bake({"-h", "--nonsense"}).first == exit_done);
  CHECK(bake.help() ==
        "usage: tao_byom bake CAKE [OVEN] [options]\n\nBakes a cake.\n\noptions:\n"
        "  --json                      print the cake as JSON\n"
        "  -h, --help                  print this text\n");
}

TEST_CASE("Command line: an exception ends the program with the code for its kind") {
  CHECK(bake.run({"plum"}, [](const ParsedOptions&) -> int { throw std::bad_alloc(); }) == exit_limit);
  CHECK(bake.run({"plum"}, [](const ParsedOptions&) -> int { throw std::logic_error("no"); }) == exit_bug);
}
