// `plugins check`: does a plugin hold the laws?
#include <algorithm>
#include <cstdio>

#include "host/cli/command_line.hpp"
#include "host/cli/installed_plugins.hpp"
#include "host/cli/plugins.hpp"
#include "host/laws/check.hpp"
#include "host/support/exit.hpp"
#include "host/support/number.hpp"

namespace byom::cli {

namespace {

const CommandLine& check_line() {
  static const CommandLine line{
      "tao_byom plugins check",
      "Checks a plugin against the laws that every plugin holds, each in a process of its own. FILE is a "
      "plugin's shared library or its custom_meta.json. The exit code is 0 when all laws hold and 5 when the "
      "plugin breaks one.",
      {{"FILE", false}},
      {{"list", "", Takes::nothing, false, "", "", "print the laws and what each holds", "options"},
       {"law", "", Takes::one, true, "ID", "", "check this law only; may be repeated", "options"},
       {"op", "", Takes::one, false, "TYPE", "", "check this operator only, such as MyOp or acme::MyOp",
        "options"},
       {"seed", "", Takes::one, false, "N", "0", "random inputs derive from it; a failure prints it",
        "options"},
       {"python", "", Takes::one, false, "PROGRAM", "python3",
        "a Python with Keras, which judges the Keras forms of layers", "options"},
       {"deadline", "", Takes::one, false, "SECONDS", "20",
        "what an operator may take in one law before it counts as hanging", "options"},
       {"json", "", Takes::nothing, false, "", "", "print the result as JSON", "options"},
       {"verbose", "", Takes::nothing, false, "", "", "print what passed and what was skipped, too",
        "options"}}};
  return line;
}

int complain(const Error& error) {
  std::fprintf(stderr, "%s\n", error.text.c_str());
  return error.code;
}

Result<laws::Settings> read_settings(const ParsedOptions& options) {
  laws::Settings settings;
  std::string problems;
  if (options.words.empty())
    problems += "FILE is missing: name a plugin's .so or its custom_meta.json.\n";
  else
    settings.file = options.words[0];
  settings.laws = options.all("law");
  settings.op = options.value("op");
  settings.python = options.value("python", "python3");
  if (!read_number(options.value("seed", "0"), settings.seed)) problems += "--seed must be a whole number.\n";
  if (!read_number(options.value("deadline", "20"), settings.deadline) || !(settings.deadline > 0))
    problems += "--deadline must be a number of seconds above 0.\n";
  if (!problems.empty()) return fail(exit_usage, problems + "tao_byom plugins check -h lists the options.");
  std::error_code ignored;
  settings.program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return settings;
}

int list_laws() {
  for (const laws::Law& law : laws::all_laws()) std::printf("%-14s%s\n", law.id, law.summary);
  return exit_done;
}

int check(const ParsedOptions& options) {
  if (options.has("list")) return list_laws();
  const auto settings = read_settings(options);
  if (!settings) return complain(settings.error());
  if (const auto target = laws::open_target(settings->file, plugin_folders().front()); !target)
    return complain(target.error());
  const auto verdicts = laws::check(*settings);
  if (!verdicts) return complain(verdicts.error());
  const std::string report = options.has("json")
                                 ? laws::json_report(*settings, *verdicts)
                                 : laws::text_report(*settings, *verdicts, options.has("verbose"));
  std::fputs(report.c_str(), stdout);
  const bool all = std::ranges::all_of(*verdicts, [](const laws::Verdict& v) { return v.holds(); });
  return all ? exit_done : exit_plugin;
}

}  // namespace

int run_plugins_check(const std::vector<std::string>& args) {
  return check_line().run(args, check);
}

int run_law_process(const std::vector<std::string>& args) {
  const auto request = laws::Request::parse(args);
  if (!request) return complain(request.error());
  return laws::serve(*request, plugin_folders().front());
}

}  // namespace byom::cli
