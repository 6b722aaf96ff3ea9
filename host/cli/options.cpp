// The table of the conversion's options, and the checks of what they were given.
#include "host/cli/options.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"
#include "host/support/number.hpp"
#include "host/support/quote.hpp"

namespace byom::cli {
namespace {

// Keras's names of the initializers that the manual lists.
const std::vector<std::string> initializers = {
    "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "zeros",
    "random_uniform", "random_normal", "constant",   "ones",      "identity"};
const std::vector<std::string> known_formats = {"tltb", "keras", "h5"};
// A file name of 255 bytes must hold the longest suffix we add, and a temporary's.
constexpr std::size_t longest_name = 200;

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    parts.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return parts;
}

// Why `name` cannot name the output files; empty: it can.
std::string name_problem(const std::string& name) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; };
  if (name.empty()) return "it is empty";
  if (name == "." || name == "..") return byom::quoted(name) + " is a folder";
  if (name.find('/') != std::string::npos)
    return byom::quoted(name) + " holds a slash; the folder is given by -r";
  if (std::any_of(name.begin(), name.end(), control))
    return byom::quoted(name) + " holds a control character";
  if (name.size() > longest_name)
    return "it has " + std::to_string(name.size()) + " bytes; at most " + std::to_string(longest_name) +
           " fit";
  if (name.front() == '-')
    return byom::quoted(name) + " begins with '-', which other programs take for an option";
  if (name.front() == ' ' || name.back() == ' ') return byom::quoted(name) + " begins or ends with a space";
  return "";
}

class Checking {
 public:
  explicit Checking(ParsedOptions parsed) : parsed_(std::move(parsed)), problems_(parsed_.problems) {}

  Result<Options> all() {
    required();
    key();
    initializer();
    formats();
    options_.input_shapes = read_input_shapes(parsed_.all("input-shape"), problems_);
    options_.input_files = read_input_files(parsed_.all("input"), problems_);
    options_.tolerance = read_amount(parsed_, "tolerance", false, problems_);
    options_.plugin_deadline = read_amount(parsed_, "plugin-deadline", true, problems_);
    options_.seed = read_seed(parsed_, problems_);
    options_.penultimate_node = text("penultimate_node");
    options_.freeze_nodes = parsed_.all("freeze_node");
    options_.freeze_bn = parsed_.has("freeze_bn");
    options_.verbose = parsed_.has("verbose");
    options_.strict = parsed_.has("strict");
    options_.json = parsed_.has("json");
    options_.check_with = text("check-with");
    options_.without_builtin = parsed_.all("without-builtin");
    for (const char* name : {"custom_meta", "without-builtin", "freeze_node"})
      reject_empty(parsed_, name, problems_);
    for (const std::string& file : parsed_.all("custom_meta")) options_.custom_meta.emplace_back(file);
    for (const std::string& list : parsed_.all("kernels"))
      for (std::string& part : split(list)) options_.kernels.push_back(std::move(part));
    if (std::count(options_.kernels.begin(), options_.kernels.end(), "") > 0)
      complain("--kernels: a name in the list is empty.");
    dump();
    if (problems_.empty()) return std::move(options_);
    return usage_error(problems_);
  }

 private:
  void complain(const std::string& text) { problems_.push_back(text); }

  // The option's argument or its default.
  std::string text(const std::string& name) {
    reject_empty(parsed_, name, problems_);
    return parsed_.value(name, conversion_option(name).preset);
  }

  void required() {
    if (!parsed_.has("onnx_model_file")) complain("-m is missing: the ONNX model to convert.");
    if (!parsed_.has("results_dir")) complain("-r is missing: the folder for the result.");
    if (!parsed_.has("model_name")) complain("-n is missing: a name for the result's files.");
    options_.model = text("onnx_model_file");
    options_.results_dir = text("results_dir");
    options_.name = parsed_.value("model_name");
    const auto given = parsed_.all("model_name");
    if (given.empty()) return;
    if (const std::string problem = name_problem(options_.name); !problem.empty())
      complain("-n cannot name files: " + problem + ".");
  }

  void key() {
    reject_empty(parsed_, "key", problems_);
    options_.key = parsed_.value("key");
    options_.key_from = text("key-from");
    const std::string& from = options_.key_from;
    if (!options_.key.empty() && !from.empty()) complain("-k and --key-from both give a key; leave one out.");
    const bool known = from == "stdin" || (from.starts_with("env:") && from.size() > 4) ||
                       (from.starts_with("file:") && from.size() > 5);
    if (!from.empty() && !known)
      complain("--key-from takes env:VARIABLE, file:PATH or stdin, not " + byom::quoted(from) + ".");
  }

  void initializer() {
    const std::string name = options_.kernel_initializer = text("kernel_initializer");
    if (!name.empty() && std::find(initializers.begin(), initializers.end(), name) == initializers.end())
      complain("-ki: there is no initializer " + byom::quoted(name) + did_you_mean(name, initializers) +
               "; there are " + join(initializers, ", ") + ".");
  }

  void formats() {
    const std::string list = text("format");
    if (list.empty()) return;  // told already
    for (const std::string& format : split(list)) {
      const bool known = std::find(known_formats.begin(), known_formats.end(), format) != known_formats.end();
      if (!known)
        complain("--format: there is no format " + byom::quoted(format) +
                 did_you_mean(format, known_formats) + "; there are " + join(known_formats, ", ") + ".");
      else if (std::find(options_.formats.begin(), options_.formats.end(), format) == options_.formats.end())
        options_.formats.push_back(format);
    }
  }

  void dump() {
    options_.dump = text("dump");
    if (!options_.dump.empty() && (!options_.dump.starts_with("after:") || options_.dump.size() == 6))
      complain("--dump takes after:PASS, not " + byom::quoted(options_.dump) + ".");
  }

  ParsedOptions parsed_;
  std::vector<std::string> problems_;
  Options options_;
};

constexpr const char *model = "model", *training = "training", *checking = "check of the result",
                     *about_plugins = "plugins", *output = "output";

constexpr OptionRow option_rows[] = {
    {"onnx_model_file", "m", Takes::one, false, "FILE", "", "the ONNX model (required)", model},
    {"results_dir", "r", Takes::one, false, "DIR", "",
     "folder for the result, made where it is missing (required)", model},
    {"model_name", "n", Takes::one, false, "NAME", "",
     "name of the architecture and of the result's files (required)", model},
    {"key", "k", Takes::one, false, "KEY", "nvidia-tao", "key with which NAME.tltb is encrypted", model},
    {"key-from", "", Takes::one, false, "SOURCE", "",
     "where the key is read instead, unseen by other users of the machine: env:VARIABLE, file:PATH or "
     "stdin",
     model},
    {"penultimate_node", "p", Takes::one, false, "NODE", "",
     "node, or its output, up to which the graph is kept; TAO puts a new head behind it", model},
    {"input-shape", "", Takes::one, true, "NAME:DIMS", "",
     "extents of an input that the model leaves free, such as data:1,3,224,224; may be repeated", model},
    {"format", "", Takes::one, false, "LIST", "tltb", "files to write: tltb, keras, h5, separated by commas",
     model},
    {"kernel_initializer", "ki", Takes::one, false, "NAME", "glorot_uniform",
     "initializer that the configuration of convolution and dense layers names; the weights stay the "
     "model's",
     training},
    {"freeze_node", "fn", Takes::several, true, "NODE", "", "nodes whose layers shall not change in training",
     training},
    {"freeze_bn", "fb", Takes::nothing, false, "", "", "freeze every batch normalization", training},
    {"input", "", Takes::one, true, "NAME=FILE", "",
     "values (.npy) for an input when the result is compared with the original, one sample or several along "
     "the first axis; may be repeated",
     checking},
    {"tolerance", "", Takes::one, false, "NUMBER", "0.0001",
     "largest difference that is not reported, beside 0.00001 of the original's number", checking},
    {"seed", "", Takes::one, false, "NUMBER", "0", "start of the random inputs", checking},
    {"strict", "", Takes::nothing, false, "", "",
     "write nothing, and exit with 6, when the difference is larger or the comparison shows too little",
     checking},
    {"check-with", "", Takes::one, false, "PYTHON", "",
     "a Python that has Keras, such as python3: it opens and runs the written files as well", checking},
    {"custom_meta", "c", Takes::one, true, "FILE", "",
     "JSON that describes operators and layers of your own; may be repeated", about_plugins},
    {"kernels", "", Takes::one, false, "LIST", "",
     "plugins or backends whose kernels are used first, separated by commas", about_plugins},
    {"without-builtin", "", Takes::one, true, "OP", "",
     "do as if this built-in operator did not exist; may be repeated", about_plugins},
    {"plugin-deadline", "", Takes::one, false, "SECONDS", "0",
     "longest time for one call of a plugin; 0: any", about_plugins},
    {"json", "", Takes::nothing, false, "", "", "print the outcome as JSON on standard output", output},
    {"dump", "", Takes::one, false, "after:PASS", "",
     "print the graph after a pass: read, prune, infer, patterns, translate or read_back; with --json on "
     "standard error",
     output},
    {"verbose", "", Takes::nothing, false, "", "", "log everything", output},
    {"version", "", Takes::nothing, false, "", "",
     "print the versions of the program and of its plugin interface", output},
    {"help", "h", Takes::nothing, false, "", "", "print this text", output},
};

constexpr const char* usage_line =
    "usage: BYOM Converter [-h] -m ONNX_MODEL_FILE -k KEY -r RESULTS_DIR -n MODEL_NAME [-p NODE] [-c META]\n"
    "                      [-ki INITIALIZER] [-fn NODE...] [-fb] [--verbose] [more options below]\n";

}  // namespace

const std::vector<OptionRow>& conversion_options() {
  static const std::vector<OptionRow> rows(std::begin(option_rows), std::end(option_rows));
  return rows;
}

const OptionRow& conversion_option(const std::string& name) {
  const auto& rows = conversion_options();
  return *std::find_if(rows.begin(), rows.end(), [&](const OptionRow& row) { return name == row.name; });
}

// Tensor names may hold colons ("input:0"), extents may not.
std::map<std::string, std::vector<std::int64_t>> read_input_shapes(const std::vector<std::string>& given,
                                                                   std::vector<std::string>& problems) {
  std::map<std::string, std::vector<std::int64_t>> shapes;
  for (const std::string& argument : given) {
    const std::size_t colon = argument.rfind(':');
    std::vector<std::int64_t> dims;
    bool fine = colon != std::string::npos && colon > 0;
    for (const std::string& part : split(fine ? argument.substr(colon + 1) : std::string())) {
      std::int64_t dim = 0;
      fine = fine && read_number(part, dim) && (dim > 0 || dim == -1);
      dims.push_back(dim);
    }
    if (!fine)
      problems.push_back(
          "--input-shape takes NAME:EXTENTS such as data:1,3,224,224 (-1 leaves an extent as the model has "
          "it), not " +
          byom::quoted(argument) + ".");
    else if (!shapes.emplace(argument.substr(0, colon), dims).second)
      problems.push_back("--input-shape is given twice for " + byom::quoted(argument.substr(0, colon)) + ".");
  }
  return shapes;
}

std::map<std::string, std::string> read_input_files(const std::vector<std::string>& given,
                                                    std::vector<std::string>& problems) {
  std::map<std::string, std::string> files;
  for (const std::string& argument : given) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == argument.size())
      problems.push_back("--input takes NAME=FILE such as data=sample.npy, not " + byom::quoted(argument) +
                         ".");
    else if (!files.emplace(argument.substr(0, equals), argument.substr(equals + 1)).second)
      problems.push_back("--input is given twice for " + byom::quoted(argument.substr(0, equals)) + ".");
  }
  return files;
}

double read_amount(const ParsedOptions& parsed, const char* name, bool zero_too,
                   std::vector<std::string>& problems) {
  const std::string given = parsed.value(name, conversion_option(name).preset);
  double value = 0;
  if (!read_number(given, value) || !std::isfinite(value) || value < 0 || (value == 0 && !zero_too))
    problems.push_back("--" + std::string(name) + " takes a number " + (zero_too ? "from 0" : "above 0") +
                       ", not " + byom::quoted(given) + ".");
  return value;
}

std::uint64_t read_seed(const ParsedOptions& parsed, std::vector<std::string>& problems) {
  const std::string given = parsed.value("seed", conversion_option("seed").preset);
  std::uint64_t seed = 0;
  if (!read_number(given, seed))
    problems.push_back("--seed takes a whole number from 0, not " + byom::quoted(given) + ".");
  return seed;
}

void reject_empty(const ParsedOptions& parsed, const std::string& name, std::vector<std::string>& problems) {
  const auto given = parsed.all(name);
  if (std::count(given.begin(), given.end(), "") > 0)
    problems.push_back("--" + name + " is given an empty argument.");
}

Error usage_error(const std::vector<std::string>& problems) {
  return fail(exit_usage, join(problems, "\n"));
}

std::string conversion_help(const std::string& commands) {
  return usage_line + ("\n" + commands) + "\n" + describe_options(conversion_options());
}

Result<Options> read_options(const std::vector<std::string>& args) {
  ParsedOptions parsed = parse_options(conversion_options(), args);
  Options only;
  only.help = parsed.has("help");
  only.version = !only.help && parsed.has("version");
  if (only.help || only.version) return only;
  return Checking(std::move(parsed)).all();
}

}  // namespace byom::cli
