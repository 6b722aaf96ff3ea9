// Asking the patterns and the translate facets, and telling each node what came of it.
#include "host/pipeline/explain_layers.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>

#include "host/passes/apply_patterns.hpp"
#include "host/passes/cut.hpp"
#include "host/passes/infer.hpp"
#include "host/passes/translate.hpp"
#include "host/run/fold_node.hpp"
#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::pipeline {
namespace {

using passes::PatternUse;

void blame(Explanation& explanation, const Error& error) {
  explanation.problem = error.text;
  explanation.code = error.code;
  explanation.no_layers = "not known before every problem is solved";
}

// The graph with a free batch; nothing where the operators do not allow it.
std::optional<ir::Graph> with_free_batch(ir::Graph graph, const ir::Graph& exported,
                                         const passes::Batch& batch, registry::Registry& registry,
                                         registry::Session& session) {
  passes::prune(graph);
  passes::free_batch(graph);
  if (!batch.free || !passes::infer_and_fold(graph, registry, session)) return std::nullopt;
  if (batch.exported > 1 && !passes::same_as_exported(graph, exported, batch)) return std::nullopt;
  return graph;
}

class Telling {
 public:
  Telling(const ir::Graph& graph, registry::Registry& registry, Explanation& explanation)
      : registry_(registry), explanation_(explanation) {
    for (const ir::Node& node : graph.nodes) {
      left_.insert(node.index);
      if (std::ranges::all_of(node.outputs, [&](ir::ValueId id) {
            return id == ir::absent || graph.value(id).elements.has_value();
          }))
        shapes_.insert(node.index);
    }
  }

  void patterns(const std::vector<PatternUse>& uses) {
    for (const PatternUse& use : uses)
      for (const PatternUse::Place& place : use.applied)
        for (const std::int64_t index : place.swallowed) places_[index] = {&use, &place};
    for (auto& node : own_nodes()) {
      const auto found = places_.find(node->index);
      if (found == places_.end()) continue;
      const auto& [use, place] = found->second;
      const byom_pattern& table = use->pattern->table;
      const registry::Claim made{ir::to_string(table.domain), ir::to_string(table.type)};
      node->pattern = registry::text(made) + " stands for it and " +
                      std::to_string(place->swallowed.size() - 1) + " others";
      node->pattern_of = use->pattern->plugin;
    }
  }

  void layers(const passes::Translation& translation) {
    std::map<std::int64_t, NodeExplanation*> last;  // the nodes of one ONNX function share an index
    for (NodeExplanation* node : own_nodes()) last[node->index] = node;
    for (const ir::Node& layer : translation.graph.nodes) {
      const auto node = last.find(layer.index);
      const auto op = registry_.op(layer.domain, layer.type);
      if (node != last.end())
        node->second->layers.push_back(
            {layer.name, registry::text({layer.domain, layer.type}), op && *op ? (*op)->plugin : nullptr});
    }
    for (NodeExplanation* node : own_nodes())
      if (node->layers.empty()) node->no_layers = why_none(*node, last[node->index] == node);
  }

  // Each line goes to the node that it names.
  void problems(const Error& error) {
    explanation_.no_layers = "not known before every problem is solved";
    std::istringstream lines(error.text);
    for (std::string line; std::getline(lines, line);) {
      const auto named = std::ranges::find_if(explanation_.nodes, [&](const NodeExplanation& node) {
        return line.starts_with(node.node + ": ");
      });
      const bool found = named != explanation_.nodes.end();
      std::string& problem = found ? named->problem : explanation_.problem;
      (found ? named->code : explanation_.code) = error.code;
      append(problem, "\n", (found ? line.substr(named->node.size() + 2) : line));
    }
  }

 private:
  // Those that are not in bodies and are converted.
  std::vector<NodeExplanation*> own_nodes() {
    std::vector<NodeExplanation*> found;
    for (NodeExplanation& node : explanation_.nodes)
      if (node.unused.empty() && node.no_layers.empty()) found.push_back(&node);
    return found;
  }

  std::string why_none(const NodeExplanation& node, bool last) const {
    if (node.constant) return "the node is computed while converting";
    const auto place = places_.find(node.index);
    if (place != places_.end() && place->second.second->index != node.index)
      return "those of the pattern stand with " + place->second.second->node;
    if (!last) return "those of its ONNX function stand with the last of its nodes";
    if (!left_.contains(node.index)) return "only nodes that are computed while converting need it";
    if (shapes_.contains(node.index)) return "its numbers are known while converting";
    return "what it is given is what it gives";
  }

  registry::Registry& registry_;
  Explanation& explanation_;
  std::set<std::int64_t> left_, shapes_;
  std::map<std::int64_t, std::pair<const PatternUse*, const PatternUse::Place*>> places_;
};

struct Attempt {
  Telling telling;
  std::vector<PatternUse> uses;
  Result<passes::Translation> translation;
};

Result<Attempt> attempt(ir::Graph graph, registry::Registry& registry, registry::Session& session,
                        Explanation& explanation) {
  passes::prune(graph);
  Telling telling(graph, registry, explanation);
  BYOM_TRY(const auto patterns, registry.patterns());
  BYOM_TRY(auto uses, passes::apply_patterns(graph, patterns, registry, session));
  auto translation = passes::translate(graph, registry, session);
  return Attempt{std::move(telling), std::move(uses), std::move(translation)};
}

void tell(Result<Attempt> tried, Explanation& explanation) {
  if (!tried) return blame(explanation, tried.error());
  explanation.notes = passes::told(tried->uses);
  tried->telling.patterns(tried->uses);
  if (tried->translation)
    tried->telling.layers(*tried->translation);
  else
    tried->telling.problems(tried->translation.error());
}

}  // namespace

// As converting does: with a free batch where operators and layers follow it.
void explain_layers(ir::Graph as_read, ir::Graph inferred, const passes::Batch& batch,
                    registry::Registry& registry, registry::Session& session, Explanation& explanation) {
  std::erase_if(inferred.nodes, [&](const ir::Node& node) { return run::is_folded(inferred, node); });
  if (auto free = with_free_batch(std::move(as_read), inferred, batch, registry, session)) {
    auto tried = attempt(std::move(*free), registry, session, explanation);
    if (!tried || tried->translation || tried->translation.error().code != exit_unsupported)
      return tell(std::move(tried), explanation);
  }
  tell(attempt(std::move(inferred), registry, session, explanation), explanation);
}

}  // namespace byom::pipeline
