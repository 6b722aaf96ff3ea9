// Command-line options as one table: the parser, --help and the messages are made from it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <byom/result.hpp>

namespace byom::cli {

enum class Takes { nothing, one, several };  // several: all arguments up to the next option

struct OptionRow {
  const char* name;   // long name, without "--"
  const char* brief;  // short name, without "-"; may have two letters; "" for none
  Takes takes;
  bool repeatable;       // may stand more than once
  const char* argument;  // what --help calls its argument
  const char* preset;    // the default, as --help shows it; "" for none
  const char* help;
  const char* group;  // rows of one group stand together in --help
};

// Arguments by long name, in the order of the command line.
struct ParsedOptions {
  std::map<std::string, std::vector<std::string>> values;
  std::vector<std::string> words;     // arguments without a dash that belong to no option
  std::vector<std::string> problems;  // unknown options, missing arguments, … one sentence each

  [[nodiscard]] bool has(const std::string& name) const { return values.contains(name); }
  // The last argument of an option, or `preset`.
  [[nodiscard]] std::string value(const std::string& name, const std::string& preset = "") const;
  [[nodiscard]] std::vector<std::string> all(const std::string& name) const;
  // The same, each argument taken apart at its commas.
  [[nodiscard]] std::vector<std::string> parts(const std::string& name) const;
};

// Understands --name VALUE, --name=VALUE, -brief VALUE and -brief=VALUE, and `words` arguments that belong to
// no option; guesses nothing. Never fails: what is wrong is listed.
ParsedOptions parse_options(const std::vector<OptionRow>& rows, const std::vector<std::string>& args,
                            std::size_t words = 0);
// "  -m, --onnx_model_file FILE   the ONNX model …", groups in the order of the table, 100 columns at most.
std::string describe_options(const std::vector<OptionRow>& rows);
inline constexpr std::size_t widest_line = 100;
// `text` in lines of at most `width` columns, broken between words.
std::vector<std::string> wrapped(const std::string& text, std::size_t width);

}  // namespace byom::cli
