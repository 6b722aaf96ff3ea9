// Fills the templates: @NAME@ stands for a value.
#include "host/scaffold/project.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "host/onnx/chain_model.hpp"
#include "host/scaffold/cpp_text.hpp"
#include "host/scaffold/names.hpp"
#include "host/scaffold/new_folder.hpp"
#include "host/scaffold/operators.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/quote.hpp"

namespace byom::scaffold {
namespace {

namespace fs = std::filesystem;
using Values = std::map<std::string, std::string>;

// Names that are not in `values` stay as they are.
std::string filled(const std::string& text, const Values& values) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('@', at);
    const std::size_t close = open == std::string::npos ? open : text.find('@', open + 1);
    const auto value =
        close == std::string::npos ? values.end() : values.find(text.substr(open + 1, close - open - 1));
    const std::size_t next = value != values.end() ? open : close == std::string::npos ? text.size() : close;
    result += text.substr(at, next - at);
    at = next;
    if (value == values.end()) continue;
    result += value->second;
    at = close + 1;
  }
  return result;
}

class Templates {
 public:
  explicit Templates(fs::path folder) : folder_(std::move(folder)) {}

  Result<std::string> fill(const std::string& name, const Values& values) const {
    const fs::path file = folder_ / (name + ".in");
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (stream && !text.empty()) return filled(text, values);
    return fail(exit_system, byom::quoted(file.string()) + " cannot be read; install tao_byom again.");
  }

 private:
  fs::path folder_;
};

// Lines of a text as a comment in C++.
std::string commented(const std::string& title, const std::string& text) {
  std::istringstream lines(text);
  std::string comment = "// " + title + "\n";
  for (std::string line; std::getline(lines, line);) comment += line.empty() ? "//\n" : "//   " + line + "\n";
  return comment;
}

std::string schema_of(const Operator& op, const KnownSchema& known) {
  const std::string versions = "{" + (known.since.empty() ? "1" : known.since) + "}";
  if (op.claim.domain.empty()) return "onnx(" + cpp_string(op.claim.type) + ", " + versions + ")";
  return "Schema(" + cpp_string(op.claim.domain) + ", " + cpp_string(op.claim.type) + ", " + versions + ")";
}

// A node's attribute that nobody looks at stops the conversion, and the skeleton looks at none.
std::string ignored(const std::set<std::string>& names) {
  std::string lines;
  for (const std::string& name : names)
    lines += "  node.ignore(" + cpp_string(name) + ", \"TODO: read it here, or say why not\");\n";
  return lines;
}

// The layer takes what the constructor of the user's class takes.
void add_parameters(const Operator& op, const std::set<std::string>& names, Values& values) {
  std::vector<std::string> config;
  std::set<std::string> left_to_compute = names, left_to_translate = names;
  std::string declared;
  for (const Parameter& parameter : op.parameters) {
    const std::string name = cpp_string(parameter.name);
    if (parameter.preset.empty()) {
      declared += "  // TODO: s.attr_of(BYOM_ATTR_..., " + name + ", \"...\"); the class needs it\n";
      continue;
    }
    declared += "  s.attr(" + name + ", " + parameter.preset + ", \"TODO: what it means.\");\n";
    const std::string from_node = op.known != nullptr ? accessor(*op.known, parameter.name) : "";
    config.push_back("{" + name + ", " + (from_node.empty() ? parameter.preset : from_node) + "}");
    left_to_compute.insert(parameter.name);
    left_to_translate.erase(parameter.name);
  }
  values["PARAMETERS"] = declared;
  values["CONFIG"] = join(config, ", ");
  values["TRANSLATE_IGNORES"] = ignored(left_to_translate);
  values["COMPUTE_IGNORES"] = ignored(left_to_compute);
  const bool translate_reads =
      !left_to_translate.empty() || values["CONFIG"].find("node.") != std::string::npos;
  values["TRANSLATE_NODE"] = translate_reads ? " node" : "";
  values["COMPUTE_NODE"] = left_to_compute.empty() ? "" : " node";
}

Values values_of(const Operator& op, const std::string& plugin, const std::string& python) {
  const KnownSchema known = op.known != nullptr ? known_schema(*op.known) : KnownSchema();
  Values values = {
      {"PLUGIN", plugin},
      {"PYTHON", python},
      {"TYPE", op.claim.type},
      {"CLASS", op.class_name},
      {"FUNCTION", op.function},
      {"INPUT", known.input.empty() ? "X" : known.input},
      {"OUTPUT", known.output.empty() ? "Y" : known.output},
      {"SCHEMA", schema_of(op, known)},
      {"ATTRIBUTES", known.lines},
      {"PORTED", op.ported.empty() ? "" : commented("What the Python conversion function did:", op.ported)}};
  add_parameters(op, known.names, values);
  return values;
}

std::string overrides(const std::vector<Operator>& operators) {
  std::string claims;
  for (const Operator& op : operators)
    if (op.known != nullptr) claims += " " + registry::text(op.claim);
  if (claims.empty()) return "";
  return "  # An installed plugin has operators of these names; with OVERRIDES yours win, and the log says "
         "so.\n"
         "  OVERRIDES" +
         claims + "\n";
}

Values project_values(const Request& request, const Operators& operators) {
  const auto& all = operators.all;
  Values values = {
      {"PLUGIN", request.name}, {"PYTHON", operators.python_name}, {"OVERRIDES", overrides(all)}};
  values["SOURCES"] = join(all, " ", [](const Operator& op) { return op.function + ".cpp"; });
  values["DECLARATIONS"] = join(all, "", [](const Operator& op) {
    return "BYOM_OP(" + op.function + ");\nBYOM_OP(" + op.function + "_layer);\n";
  });
  values["CALLS"] = join(all, ",\n             ", [](const Operator& op) {
    return "byom_op_" + op.function + "(), byom_op_" + op.function + "_layer()";
  });
  values["OPERATORS"] =
      join(all, ", ", [](const Operator& op) { return "`" + registry::text(op.claim) + "`"; });
  values["TABLE"] = join(all, "", [](const Operator& op) {
    return "| `" + op.function + ".cpp` | " + registry::text(op.claim) + " and its layer " + op.class_name +
           " |\n";
  });
  if (!values["OVERRIDES"].empty())
    values["NOTES"] =
        "An installed plugin has operators of the same name. `OVERRIDES` in `CMakeLists.txt` makes yours "
        "win; the log of a\n"
        "conversion says so.\n\n";
  else
    values["NOTES"] = "";
  return values;
}

// The newest opset of those that most models have, or the first that has all the operators.
std::int64_t opset_of(const std::vector<Operator>& operators) {
  std::int64_t opset = 13;
  for (const Operator& op : operators)
    if (op.known != nullptr && op.claim.domain.empty() && !op.known->schemas.empty())
      opset = std::max(opset, op.known->schemas.front().since);
  return opset;
}

Result<Files> fill_all(const Request& request, const Operators& operators) {
  const Templates templates(request.templates);
  const Values project = project_values(request, operators);
  Files files;
  for (const char* name : {"CMakeLists.txt", "README.md", "plugin.cpp"}) {
    BYOM_TRY(files[name], templates.fill(name, project));
  }
  std::string& python = files[operators.python_name];
  python = operators.python;
  if (python.empty()) {
    BYOM_TRY(python, templates.fill("layers.py", project));
  }
  std::vector<onnx::ChainNode> nodes;
  for (const Operator& op : operators.all) {
    const Values values = values_of(op, request.name, operators.python_name);
    BYOM_TRY(files[op.function + ".cpp"], templates.fill("operator.cpp", values));
    nodes.push_back({op.claim.domain, op.claim.type, op.function});
    if (op.class_is_there) continue;
    BYOM_TRY(const std::string text, templates.fill("layer.py", values));
    python += text;
  }
  files["example.onnx"] = onnx::chain_model(nodes, opset_of(operators.all));
  return files;
}

}  // namespace

Result<Written> write_project(const Request& request, registry::Registry& registry) {
  std::string problems;
  const auto complain = [&](const std::string& text) {
    if (!text.empty()) append(problems, "\n", text);
  };
  complain(plugin_name_problem(request.name));
  complain(new_folder_problem(request.folder));
  auto operators = gather_operators(request.operators, request.domain, request.custom_meta, registry);
  if (!operators) complain(operators.error().text);
  if (!problems.empty()) return fail(exit_usage, problems);
  BYOM_TRY(const Files files, fill_all(request, *operators));
  BYOM_CHECK_OK(write_new_folder(request.folder, files));
  Written written{{}, std::move(operators->notes)};
  for (const auto& [name, content] : files) written.files.push_back(name);
  return written;
}

}  // namespace byom::scaffold
