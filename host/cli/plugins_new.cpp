// `tao_byom plugins new`: a project for a plugin of one's own.
#include <cstdio>

#include "host/cli/command_line.hpp"
#include "host/cli/installed_plugins.hpp"
#include "host/cli/log.hpp"
#include "host/cli/plugins.hpp"
#include "host/scaffold/project.hpp"
#include "host/support/exit.hpp"

namespace byom::cli {
namespace {

namespace fs = std::filesystem;

const CommandLine& new_line() {
  constexpr const char* group = "options";
  static const CommandLine command = {
      "tao_byom plugins new",
      "Writes a plugin for operators: a file each, their Keras layers in Python, an example model, the "
      "build. "
      "It builds, passes its check and converts the example as it stands; you write the arithmetic.",
      {{"NAME", true}},
      {{"op", "", Takes::several, true, "OPERATOR", "", "the operators, such as MyOp or acme::MyOp", group},
       {"domain", "", Takes::one, false, "DOMAIN", "ai.onnx",
        "the domain of operators that are named without one", group},
       {"from", "", Takes::one, false, "FILE", "",
        "a custom_meta.json of NVIDIA's converter, whose conversion functions are Python: takes over its "
        "operators and layer classes",
        group},
       {"dir", "", Takes::one, false, "DIR", "NAME", "the folder to make", group}},
  };
  return command;
}

// What CMake needs to find the SDK of this program, where that is not a place it looks at by itself.
std::string prefix_option() {
  const fs::path prefix = share_folder().parent_path().parent_path();
  return prefix == "/usr" || prefix == "/usr/local" ? "" : " -D CMAKE_PREFIX_PATH=" + prefix.string();
}

void say_what_is_next(const std::string& folder, const scaffold::Written& written) {
  Log log(false);
  for (const std::string& note : written.notes) log.info(note);
  std::string text = "Wrote " + folder + ":";
  for (const std::string& file : written.files) text += " " + file;
  text += "\nNow build and check it:\n  cmake -S " + folder + " -B " + folder + "/build" + prefix_option() +
          "\n  cmake --build " + folder + "/build\n  ctest --test-dir " + folder +
          "/build\nWhat is yours to write is marked TODO; " + folder + "/README.md says more.\n";
  std::fputs(text.c_str(), stdout);
}

int report(const Error& error) {
  Log(false).error(error.text);
  return error.code;
}

int make(const ParsedOptions& options) {
  const auto registry = open_registry({});
  if (!registry) return report(registry.error());
  scaffold::Request request;
  request.name = options.words[0];
  request.folder = options.value("dir", request.name);
  request.domain = options.value("domain");
  request.operators = options.all("op");
  request.custom_meta = options.value("from");
  request.templates = share_folder() / "template";
  const auto written = scaffold::write_project(request, **registry);
  if (!written) return report(written.error());
  say_what_is_next(request.folder.string(), *written);
  return exit_done;
}

}  // namespace

int run_plugins_new(const std::vector<std::string>& args) {
  return new_line().run(args, make);
}

}  // namespace byom::cli
