// Parsing with Boost.Program_options, whose own texts are not used: it stops at the first problem, we list
// all.
#include "host/cli/option_table.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

#include <boost/make_shared.hpp>
#include <boost/program_options.hpp>

#include "host/support/join.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::cli {
namespace {

namespace po = boost::program_options;

constexpr std::size_t help_column = 30;

// Takes from none to `most` arguments, so that a missing one is ours to report and not the end of the
// parsing.
class Arguments : public po::untyped_value {
 public:
  explicit Arguments(Takes takes) : takes_(takes) {}
  unsigned min_tokens() const override { return 0; }
  unsigned max_tokens() const override {
    return takes_ == Takes::nothing ? 0 : takes_ == Takes::one ? 1 : std::numeric_limits<unsigned>::max() / 2;
  }

 private:
  Takes takes_;
};

std::string spelled(const OptionRow& row) {
  const std::string name = std::string("--") + row.name;
  return *row.brief == '\0' ? name : "-" + std::string(row.brief) + "/" + name;
}

po::options_description description_of(const std::vector<OptionRow>& rows) {
  po::options_description description;
  for (const OptionRow& row : rows) {
    // Two-letter names are "long" ones that may stand behind a single dash.
    const std::string brief = row.brief;
    const std::string names = brief.empty() ? row.name : std::string(row.name) + "," + brief;
    description.add(boost::make_shared<po::option_description>(names.c_str(), new Arguments(row.takes), ""));
  }
  return description;
}

// The row of "--name", "-name", "-brief" or a bare name.
const OptionRow* find(const std::vector<OptionRow>& rows, const std::string& token) {
  const std::string key = token.substr(std::min(token.find_first_not_of('-'), token.size()));
  const bool two_dashes = token.starts_with("--");
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& candidate) {
    return key == candidate.name || (key == candidate.brief && !(two_dashes && key.size() == 1));
  });
  return key.empty() || row == rows.end() ? nullptr : &*row;
}

// Comes before boost's parsers, which stop at "--name=" and "--flag=value" and take "-kx" for "-k x".
std::vector<po::option> take_apart(const std::vector<OptionRow>& rows, std::vector<std::string>& args) {
  const std::string token = args[0];
  if (token.size() < 2 || token[0] != '-' || token == "--") return {};
  const std::size_t equals = token.find('=');
  const OptionRow* row = find(rows, token.substr(0, equals));
  if (equals == std::string::npos && row != nullptr) return {};
  args.erase(args.begin());
  po::option option;
  option.original_tokens = {token};
  option.string_key = token;  // boost finds no such option
  if (row != nullptr && row->takes != Takes::nothing) {
    option.string_key = row->name;
    option.value = {token.substr(equals + 1)};
  }
  return {option};
}

std::string unknown(const std::vector<OptionRow>& rows, const std::string& token) {
  const std::string name = token.substr(0, token.find('='));
  std::vector<std::string> known;
  known.reserve(rows.size());
  for (const OptionRow& row : rows) known.push_back(std::string("--") + row.name);
  return "unknown option " + byom::quoted(name) +
         did_you_mean(name.starts_with("--") ? name : "-" + name, known) + ".";
}

}  // namespace

std::string ParsedOptions::value(const std::string& name, const std::string& preset) const {
  const auto found = values.find(name);
  return found == values.end() || found->second.empty() ? preset : found->second.back();
}

std::vector<std::string> ParsedOptions::all(const std::string& name) const {
  const auto found = values.find(name);
  return found == values.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> ParsedOptions::parts(const std::string& name) const {
  std::vector<std::string> found;
  for (const std::string& list : all(name)) {
    std::istringstream stream(list);
    for (std::string part; std::getline(stream, part, ',');) found.push_back(part);
  }
  return found;
}

namespace {

// Turns boost's list of tokens into values and problems.
class Collecting {
 public:
  Collecting(const std::vector<OptionRow>& rows, std::size_t words) : rows_(rows), words_(words) {}

  void take(const po::option& token) {
    const OptionRow* row =
        token.unregistered || token.position_key >= 0 ? nullptr : find(rows_, token.string_key);
    if (row != nullptr) return take_known(*row, token);
    if (token.position_key >= 0) return take_stray(token);
    const std::string& word = token.original_tokens.at(0);
    const OptionRow* flag = find(rows_, word.substr(0, word.find('=')));
    // An argument that begins with a dash looks like an option to the parser.
    if (lacking_ != nullptr)
      complaint() +=
          "; one that begins with '-' is written --" + std::string(lacking_->name) + "=" + lacking_->argument;
    else if (flag != nullptr)
      result_.problems.push_back(spelled(*flag) + " takes no argument.");
    else
      result_.problems.push_back(unknown(rows_, word));
    lacking_ = nullptr;
    after_unknown_ = flag == nullptr;
  }

  ParsedOptions finish() {
    for (const auto& [name, count] : count_) {
      const OptionRow& row = *find(rows_, name);
      if (count > 1 && !row.repeatable)
        result_.problems.push_back(spelled(row) + " is given " + std::to_string(count) +
                                   " times; once is allowed.");
    }
    for (const auto& [row, problem] : missing_) result_.problems.push_back(problem + ".");
    return std::move(result_);
  }

 private:
  void take_known(const OptionRow& row, const po::option& token) {
    after_unknown_ = false;
    lacking_ = nullptr;
    ++count_[row.name];
    std::vector<std::string>& values = result_.values[row.name];
    values.insert(values.end(), token.value.begin(), token.value.end());
    if (row.takes == Takes::nothing || !token.value.empty()) return;
    lacking_ = &row;
    missing_.emplace_back(&row, spelled(row) + " needs an argument (" + row.argument + ")");
  }

  // What follows an unknown option is probably its argument: one complaint is enough.
  void take_stray(const po::option& token) {
    const std::string& word = token.original_tokens.at(0);
    if (!after_unknown_ && result_.words.size() < words_)
      result_.words.push_back(word);
    else if (!after_unknown_)
      result_.problems.push_back("unexpected argument " + byom::quoted(word) + ".");
  }

  // The complaint about the option that was just found without its argument.
  std::string& complaint() { return missing_.back().second; }

  const std::vector<OptionRow>& rows_;
  std::size_t words_;
  ParsedOptions result_;
  std::map<std::string, int> count_;
  std::vector<std::pair<const OptionRow*, std::string>> missing_;
  const OptionRow* lacking_ = nullptr;
  bool after_unknown_ = false;
};

}  // namespace

ParsedOptions parse_options(const std::vector<OptionRow>& rows, const std::vector<std::string>& args,
                            std::size_t words) {
  const po::options_description description = description_of(rows);
  using namespace po::command_line_style;
  const int style = allow_long | allow_short | allow_long_disguise | allow_dash_for_short |
                    long_allow_adjacent | long_allow_next | short_allow_next;
  Collecting collecting(rows, words);
  try {
    const auto apart = [&](std::vector<std::string>& rest) { return take_apart(rows, rest); };
    const auto parsed = po::command_line_parser(args)
                            .options(description)
                            .style(style)
                            .extra_style_parser(apart)
                            .allow_unregistered()
                            .run();
    for (const po::option& token : parsed.options) collecting.take(token);
  } catch (const po::error& error) {
    ParsedOptions result = collecting.finish();
    result.problems.push_back(std::string(error.what()) + ".");
    return result;
  }
  return collecting.finish();
}

std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
  std::vector<std::string> lines = {""};
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > width) lines.emplace_back();
    append(lines.back(), " ", word);
  }
  return lines;
}

namespace {

std::string left_side(const OptionRow& row) {
  const std::string brief = row.brief;
  std::string text = "  " + (brief.empty() ? std::string() : "-" + brief + ", ") + "--" + row.name;
  if (row.takes != Takes::nothing) text += " " + std::string(row.argument);
  return row.takes == Takes::several ? text + "..." : text;
}

}  // namespace

std::string describe_options(const std::vector<OptionRow>& rows) {
  std::string text, group;
  for (const OptionRow& row : rows) {
    if (group != row.group) {
      group = row.group;
      append(text, "\n", group + ":\n");
    }
    std::string help = row.help;
    if (*row.preset != '\0') help += " (default: " + std::string(row.preset) + ")";
    std::string line = left_side(row);
    const std::string indent(help_column, ' ');
    if (line.size() + 2 > help_column) {
      text += line + "\n";
      line.clear();
    }
    for (const std::string& part : wrapped(help, widest_line - help_column)) {
      line.resize(help_column, ' ');
      text += line + part + "\n";
      line.clear();
    }
  }
  return text;
}

}  // namespace byom::cli
