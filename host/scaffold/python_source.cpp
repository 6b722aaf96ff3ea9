// Looks into Python by indentation and brackets, which is enough for signatures.
#include "host/scaffold/python_source.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <string_view>

#include "host/scaffold/cpp_text.hpp"
#include "host/support/ascii.hpp"
#include "host/support/number.hpp"

namespace byom::scaffold {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool continues(const std::string& line) {
  return line.empty() || std::string(" \t\r)#").find(line[0]) != std::string::npos;
}

// The statement that begins with `head` in the first column, with all that is indented below it.
std::string block(const std::string& source, const std::string& head) {
  std::istringstream lines(source);
  std::string text, held;  // held: empty lines and comments, which belong to the block only if it goes on
  for (std::string line; std::getline(lines, line);) {
    const std::size_t end = head.size();
    const bool begins = line.starts_with(head) &&
                        (line.size() == end || (!is_letter_or_digit(line[end]) && line[end] != '_'));
    if (text.empty() && !begins) continue;
    if (!text.empty() && !continues(line)) break;
    const bool waits = trimmed(line).empty() || line[0] == '#';
    held += line + "\n";
    if (waits) continue;
    text += held;
    held.clear();
  }
  return text;
}

// What stands between the bracket at `open` and the one that closes it, cut at the commas outside of all
// others.
std::vector<std::string> arguments(const std::string& text, std::size_t open) {
  std::vector<std::string> parts = {""};
  int depth = 0;
  char quote = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (std::string("([{").find(c) != std::string::npos) {
      if (depth++ == 0) continue;
    } else if (std::string(")]}").find(c) != std::string::npos) {
      if (--depth == 0) break;
    } else if (c == ',' && depth == 1) {
      parts.emplace_back();
      continue;
    }
    parts.back() += c;
  }
  return parts;
}

bool is_integer(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_real(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  if (text.find_first_of("0123456789.") != 0) return false;  // from_chars takes "inf" and a minus
  double value = 0;
  return read_number(text, value);
}

bool is_text(const std::string& literal) {
  if (literal.size() < 2 || (literal[0] != '"' && literal[0] != '\'')) return false;
  return literal.find_first_of({literal[0], '\\'}, 1) == literal.size() - 1;
}

// A list or tuple of integers, a comma after the last one allowed.
bool is_integers(const std::string& literal) {
  const bool enclosed = literal.starts_with('[') ? literal.ends_with(']') : literal.ends_with(')');
  if (!enclosed || literal.find_first_of("()[]{}", 1) != literal.size() - 1) return false;
  std::vector<std::string> parts = arguments(literal, 0);
  if (parts.size() > 1 && trimmed(parts.back()).empty()) parts.pop_back();
  return std::ranges::all_of(parts, [](const std::string& part) { return is_integer(trimmed(part)); });
}

// A literal of Python as one of C++; empty when it is none of the simple ones.
std::string in_cpp(const std::string& literal) {
  if (literal == "True") return "true";
  if (literal == "False") return "false";
  if (literal == "None") return "none";
  if (is_integer(literal)) return literal;
  if (is_real(literal)) return literal + "F";
  if (is_text(literal)) return cpp_string(literal.substr(1, literal.size() - 2));
  if (is_integers(literal))
    return "std::vector<std::int64_t>{" + trimmed(literal.substr(1, literal.size() - 2)) + "}";
  return "";
}

}  // namespace

std::string function_text(const std::string& source, const std::string& name) {
  return block(source, "def " + name);
}

bool has_class(const std::string& source, const std::string& class_name) {
  return !block(source, "class " + class_name).empty();
}

std::vector<Parameter> constructor_parameters(const std::string& source, const std::string& class_name) {
  const std::string text = block(source, "class " + class_name);
  const std::size_t constructor = text.find("def __init__(");
  std::vector<Parameter> parameters;
  if (constructor == std::string::npos) return parameters;
  static const std::vector<std::string> everywhere = {"self", "name", "dtype", "trainable"};
  for (const std::string& part : arguments(text, text.find('(', constructor))) {
    const std::size_t equals = part.find('=');
    const std::string left = trimmed(part.substr(0, equals));
    const std::string name = trimmed(left.substr(0, left.find(':')));
    if (name.empty() || name[0] == '*' || name[0] == '/' ||
        std::find(everywhere.begin(), everywhere.end(), name) != everywhere.end())
      continue;
    parameters.push_back({name, equals == std::string::npos ? "" : in_cpp(trimmed(part.substr(equals + 1)))});
  }
  return parameters;
}

}  // namespace byom::scaffold
