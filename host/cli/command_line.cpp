// Help and messages of a sub-command's line.
#include "host/cli/command_line.hpp"

#include <cstdio>
#include <new>

#include "host/cli/log.hpp"
#include "host/support/exit.hpp"

namespace byom::cli {
namespace {

std::vector<OptionRow> with_help(std::vector<OptionRow> rows) {
  rows.push_back({"help", "h", Takes::nothing, false, "", "", "print this text", "options"});
  return rows;
}

std::string usage(const CommandLine& line) {
  std::string text = std::string("usage: ") + line.command;
  for (const Word& word : line.words) {
    const std::string name = word.name + std::string(word.several ? "..." : "");
    text += word.required ? " " + name : " [" + name + "]";
  }
  return text + " [options]";
}

}  // namespace

std::string CommandLine::help() const {
  std::string text = usage(*this) + "\n\n";
  for (const std::string& part : wrapped(what, widest_line)) text += part + "\n";
  return text + "\n" + describe_options(with_help(options));
}

int CommandLine::run(const std::vector<std::string>& args,
                     const std::function<int(const ParsedOptions&)>& body) const {
  const bool endless = !words.empty() && words.back().several;
  ParsedOptions parsed = parse_options(with_help(options), args, endless ? args.size() : words.size());
  if (parsed.has("help")) {
    std::fputs(help().c_str(), stdout);
    return exit_done;
  }
  for (std::size_t i = parsed.words.size(); i < words.size(); ++i)
    if (words[i].required) parsed.problems.push_back(std::string(words[i].name) + " is missing.");
  for (const std::string& problem : parsed.problems) std::fprintf(stderr, "%s\n", problem.c_str());
  if (!parsed.problems.empty()) {
    std::fprintf(stderr, "%s; %s -h says more.\n", usage(*this).c_str(), command);
    return exit_usage;
  }
  try {
    return body(parsed);
  } catch (const std::bad_alloc&) {
    return Log(false).failure(fail(exit_limit, "Out of memory."), parsed.has("json"));
  } catch (const std::exception& e) {
    return Log(false).failure(
        fail(exit_bug, std::string("A bug of tao_byom: ") + e.what() + ". Please report it."),
        parsed.has("json"));
  }
}

}  // namespace byom::cli
