// The options of a conversion: what the command line says, checked, but nothing looked up.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/cli/option_table.hpp"

namespace byom::cli {

// A default that --help shows stands in conversion_options().
struct Options {
  bool help = false;     // -h: nothing else was checked
  bool version = false;  // --version: the same
  std::filesystem::path model;
  std::filesystem::path results_dir;
  std::string name;
  std::string key;               // as given by -k; else see read_key
  std::string key_from;          // "env:VAR", "file:PATH", "stdin"; empty: none
  std::string penultimate_node;  // empty: the whole graph
  std::vector<std::filesystem::path> custom_meta;
  std::string kernel_initializer;
  std::vector<std::string> freeze_nodes;
  bool freeze_bn = false;
  bool verbose = false;
  std::vector<std::string> formats;  // of tltb, keras, h5, each once, in the user's order
  std::map<std::string, std::vector<std::int64_t>> input_shapes;  // -1: as the model says
  std::map<std::string, std::string> input_files;                 // name of an input -> file with probe data
  double tolerance = 0;
  std::uint64_t seed = 0;
  bool strict = false;
  bool json = false;
  std::string dump;                          // "after:PASS" or empty
  std::vector<std::string> kernels;          // plugin ids or backends, the best first
  std::vector<std::string> without_builtin;  // operators
  double plugin_deadline = 0;                // seconds; 0: none
  std::string check_with;                    // a Python that has Keras; empty: Keras is not asked
};

// The options of the conversion, in the order of --help.
const std::vector<OptionRow>& conversion_options();
// The row of that long name, for a command that has the option as well.
const OptionRow& conversion_option(const std::string& name);
// What --input-shape was given, by input; what is wrong with it is added to `problems`.
std::map<std::string, std::vector<std::int64_t>> read_input_shapes(const std::vector<std::string>& given,
                                                                   std::vector<std::string>& problems);
// The same of --input: files by the name of the input.
std::map<std::string, std::string> read_input_files(const std::vector<std::string>& given,
                                                    std::vector<std::string>& problems);
// The number after --seed, and after an option whose number is above 0, or from 0 on; or the defaults.
std::uint64_t read_seed(const ParsedOptions& parsed, std::vector<std::string>& problems);
double read_amount(const ParsedOptions& parsed, const char* name, bool zero_too,
                   std::vector<std::string>& problems);
// An empty argument is a slip of a shell script's: a problem.
void reject_empty(const ParsedOptions& parsed, const std::string& name, std::vector<std::string>& problems);
// exit_usage, one problem a line.
Error usage_error(const std::vector<std::string>& problems);
// The manual's usage line and its options; `commands` is put between them.
std::string conversion_help(const std::string& commands);
// Errors: exit_usage, all problems in one text, one a line.
Result<Options> read_options(const std::vector<std::string>& args);

}  // namespace byom::cli
