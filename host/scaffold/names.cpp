// Names of files, functions and classes.
#include "host/scaffold/names.hpp"

#include <algorithm>

#include "host/support/ascii.hpp"
#include "host/support/quote.hpp"

namespace byom::scaffold {
namespace {

// Targets that CMake makes itself.
const std::vector<std::string> taken = {"all",     "clean",          "edit_cache", "help",          "install",
                                        "package", "package_source", "preinstall", "rebuild_cache", "test"};

}  // namespace

bool is_identifier(const std::string& name) {
  return !name.empty() && !is_digit(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) { return c == '_' || is_letter_or_digit(c); });
}

bool is_domain(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return c == '.' || c == '_' || c == '-' || is_letter_or_digit(c);
  });
}

std::string plugin_name_problem(const std::string& name) {
  if (!is_identifier(name) || !is_lower(name[0]) || std::any_of(name.begin(), name.end(), is_upper))
    return "a plugin cannot be called " + byom::quoted(name) +
           ": small letters, digits and '_', a letter first, such as my_ops.";
  if (std::find(taken.begin(), taken.end(), name) != taken.end())
    return "a plugin cannot be called '" + name + "', which is a target of every CMake build; try '" + name +
           "_ops'.";
  return "";
}

std::string operator_problem(const std::string& written) {
  const std::size_t colons = written.rfind("::");
  const std::string type = colons == std::string::npos ? written : written.substr(colons + 2);
  if (!is_identifier(type) || (colons != std::string::npos && !is_domain(written.substr(0, colons))))
    return "--op takes the type of an ONNX node, such as MyOp or acme::MyOp, not " + byom::quoted(written) +
           ".";
  return "";
}

std::string snake_case(const std::string& type) {
  std::string snake;
  for (std::size_t i = 0; i < type.size(); ++i) {
    const bool upper = is_upper(type[i]);
    const bool after_lower = i > 0 && is_lower(type[i - 1]);
    const bool begins_word = i > 0 && type[i - 1] != '_' && i + 1 < type.size() && is_lower(type[i + 1]);
    if (upper && (after_lower || begins_word)) snake += '_';
    snake += to_lower(type[i]);
  }
  return snake;
}

std::string layer_class(const std::string& type) {
  std::string name = type + "Layer";
  name[0] = to_upper(name[0]);
  return name;
}

}  // namespace byom::scaffold
