// Shape inference by the operators' own infer facets, with constants folded on the way.
#include "host/passes/infer.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "host/run/bodies.hpp"
#include "host/run/fold_node.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::passes {

using registry::Subject;

namespace {

std::string qualified(const ir::Node& node) {
  return node.domain.empty() ? node.type : node.domain + "::" + node.type;
}

// Outputs of a node that no operator could infer stay unknown; their consumers are not asked either.
bool inputs_known(const ir::Graph& graph, const ir::Node& node) {
  const auto known = [&](ir::ValueId id) { return id == ir::absent || graph.value(id).dtype != 0; };
  return std::ranges::all_of(node.inputs, known) && std::ranges::all_of(ir::captured_by(graph, node), known);
}

// Operators of a graph and of the bodies in it.
struct Operators {
  std::map<std::string, int> unknown;  // how many nodes each has
  std::vector<std::string> too_new;    // a line for each node whose operator is too new for the model
  std::set<std::string> warnings;
};

Result<Done> look_up(const ir::Graph& graph, registry::Registry& registry, Operators& found) {
  for (const ir::Node& node : graph.nodes) {
    BYOM_TRY(const registry::Op* op, registry.op(node.domain, node.type));
    if (!op)
      ++found.unknown[qualified(node)];
    else if (!op->schema_at(registry::opset_of(graph, node)))
      found.too_new.push_back(registry::too_new(graph, node, *op));
    else if (std::string warning = warning_of(*op); !warning.empty())
      found.warnings.insert(std::move(warning));
    for (const ir::Graph* body : ir::bodies(node)) BYOM_CHECK_OK(look_up(*body, registry, found));
  }
  return done;
}

}  // namespace

std::string warning_of(const registry::Op& op) {
  if (!(op.table.flags & BYOM_OP_DRAFT)) return "";
  return registry::text(registry::Claim{op.domain(), op.type()}) + " is a draft, says plugin " +
         registry::plugin_text(op) +
         ": what it computes is not the operator yet, and its verification compares it with itself.";
}

Result<std::vector<std::string>> check_operators(const ir::Graph& graph, registry::Registry& registry) {
  Operators found;
  BYOM_CHECK_OK(look_up(graph, registry, found));
  if (found.unknown.empty() && found.too_new.empty())
    return std::vector<std::string>(found.warnings.begin(), found.warnings.end());
  std::vector<std::string>& lines = found.too_new;
  if (!found.unknown.empty()) {
    std::string text = "The model uses operators that no plugin knows:", names;
    for (const auto& [name, count] : found.unknown) {
      text += (text.back() == ':' ? " " : ", ") + name + " (" + std::to_string(count) +
              (count == 1 ? " node)" : " nodes)");
      names += " " + name;
    }
    text += ". Bring them as a plugin with -c custom_meta.json; `tao_byom plugins new my_ops --op" + names +
            "` writes one to fill in.\nSupported operators:";
    for (const std::string& name : registry.claimed("")) text += " " + name;
    lines.push_back(text);
  }
  return fail(exit_unsupported, join(lines, "\n"));
}

Result<Done> infer_and_fold_node(ir::Graph& graph, const Subject& subject, registry::Registry& registry,
                                 registry::Session& session) {
  const ir::Node& node = *subject.node;
  if (!inputs_known(graph, node)) return done;
  BYOM_TRY(std::vector<ir::Value> inferred, registry::infer_node(subject, session));
  for (std::size_t i = 0; i < node.outputs.size(); ++i)
    if (node.outputs[i] != ir::absent) registry::state(graph.value(node.outputs[i]), std::move(inferred[i]));
  return run::fold_node(graph, subject, registry, session);
}

Result<Done> infer_and_fold(ir::Graph& graph, registry::Registry& registry, registry::Session& session,
                            Unknown unknown) {
  run::serve_bodies(session, registry);
  std::vector<std::string> problems;
  int code = exit_unsupported;
  for (const ir::Node& node : graph.nodes) {
    BYOM_TRY(const Subject subject, registry::subject_of(graph, node, registry));
    const auto violations = registry::schema_violations(subject);
    problems.insert(problems.end(), violations.begin(), violations.end());
    if (!violations.empty()) continue;
    const auto inferred = infer_and_fold_node(graph, subject, registry, session);
    if (!inferred && (unknown == Unknown::is_a_problem || inferred.error().code != exit_unsupported)) {
      problems.push_back(inferred.error().text);
      code = std::max(code, inferred.error().code);  // a fault of a plugin before a limit before the rest
    }
  }
  if (!problems.empty()) return fail(static_cast<Exit>(code), join(problems, "\n"));
  std::erase_if(graph.nodes, [&](const ir::Node& node) { return run::is_folded(graph, node); });
  return done;
}

}  // namespace byom::passes
