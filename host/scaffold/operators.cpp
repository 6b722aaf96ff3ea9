// Gathering of operators from the command line and from the custom_meta.json of NVIDIA's converter.
#include "host/scaffold/operators.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "host/scaffold/names.hpp"
#include "host/support/ascii.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"
#include "host/support/nearest.hpp"
#include "host/support/quote.hpp"

namespace byom::scaffold {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), to_lower);
  return text;
}

class Gathering {
 public:
  Gathering(std::string domain, registry::Registry& registry)
      : domain_(domain == "ai.onnx" ? "" : std::move(domain)), registry_(registry) {}

  void complain(const std::string& text) { append(problems_, "\n", text); }

  void add(const std::string& written) {
    if (const std::string problem = operator_problem(written); !problem.empty()) return complain(problem);
    Operator op;
    op.claim = registry::parse_claim(written);
    if (written.find("::") == std::string::npos) op.claim.domain = domain_;
    if (std::any_of(found_.all.begin(), found_.all.end(),
                    [&](const Operator& o) { return o.claim == op.claim; }))
      return;
    op.function = snake_case(op.claim.type);
    op.class_name = layer_class(op.claim.type);
    if (const auto known = registry_.op(op.claim.domain, op.claim.type); known && *known != nullptr)
      op.known = *known;
    else if (const std::string near = did_you_mean(op.claim.type, registry_.claimed(op.claim.domain));
             !near.empty())
      found_.notes.push_back("No installed plugin knows " + byom::quoted(written) + near +
                             "; it is taken as it stands.");
    found_.all.push_back(std::move(op));
  }

  // The operators and classes of a custom_meta.json whose conversion functions are Python.
  void add_custom_meta(const fs::path& file) {
    auto manifest = registry::read_python_manifest(file);
    if (!manifest) return complain(manifest.error().text);
    manifest->user = true;
    if (const auto files = registry::check_files(*manifest); !files) return complain(files.error().text);
    const std::string conversion = read(manifest->library);
    if (!manifest->python_file.empty()) {
      found_.python = read(manifest->python_file);
      found_.python_name = manifest->python_file.filename().string();
    }
    std::vector<std::string> classes;
    for (const auto& [name, python_class] : manifest->custom_objs) {
      classes.push_back(python_class);
      if (!has_class(found_.python, python_class))
        complain(file.string() + ": CUSTOM_OBJS names the class '" + python_class + "', which is not in " +
                 (found_.python.empty() ? "any file: FILE_NAMES.custom_layer is missing"
                                        : manifest->python_file.string()) +
                 ".");
    }
    const std::size_t before = found_.all.size();
    for (const auto& [type, function] : manifest->onnx_nodes) {
      add(type);
      if (!found_.all.empty() && registry::parse_claim(type).type == found_.all.back().claim.type)
        found_.all.back().ported = function_text(conversion, function);
    }
    pair_classes(before, classes);
  }

  Result<Operators> finish() {
    if (found_.all.empty() && problems_.empty())
      complain("no operator is named: --op MyOp, once for each, or --from custom_meta.json.");
    std::set<std::string> stems = {"plugin"}, classes;
    for (const Operator& op : found_.all)
      if (!stems.insert(op.function).second || !classes.insert(op.class_name).second)
        complain("'" + registry::text(op.claim) + "' would be written to '" + op.function +
                 ".cpp', which has another use; give it a plugin of its own.");
    if (!problems_.empty()) return fail(exit_usage, problems_);
    return std::move(found_);
  }

 private:
  // The class that a conversion function makes is the one it names; else the name of the operator decides.
  void pair_classes(std::size_t first, std::vector<std::string> classes) {
    const bool one_each = classes.size() == 1 && found_.all.size() == first + 1;
    for (std::size_t i = first; i < found_.all.size(); ++i) {
      Operator& op = found_.all[i];
      const auto match = std::find_if(classes.begin(), classes.end(), [&](const std::string& name) {
        return one_each || op.ported.find(name) != std::string::npos || lower(name) == lower(op.claim.type) ||
               lower(name) == lower(op.class_name);
      });
      if (match == classes.end()) continue;
      op.class_name = *match;
      op.class_is_there = true;
      op.parameters = constructor_parameters(found_.python, op.class_name);
      classes.erase(match);
    }
    for (const std::string& name : classes)
      found_.notes.push_back("No operator could be seen to become the class '" + name +
                             "'; name it in the translation of one, in keras.custom(...).");
  }

  std::string domain_;
  registry::Registry& registry_;
  Operators found_;
  std::string problems_;
};

}  // namespace

Result<Operators> gather_operators(const std::vector<std::string>& written, const std::string& domain,
                                   const fs::path& custom_meta, registry::Registry& registry) {
  Gathering gathering(domain, registry);
  if (!domain.empty() && !is_domain(domain))
    gathering.complain("--domain takes a domain of ONNX such as com.acme, not " + byom::quoted(domain) + ".");
  for (const std::string& name : written) gathering.add(name);
  if (!custom_meta.empty()) gathering.add_custom_meta(custom_meta);
  return gathering.finish();
}

}  // namespace byom::scaffold
