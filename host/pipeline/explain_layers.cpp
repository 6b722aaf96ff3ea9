// Asking the patterns and the translate facets, and telling each node what came of it.
#include "host/pipeline/explain_layers.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "host/passes/apply_patterns.hpp"
#include "host/passes/cut.hpp"
#include "host/passes/infer.hpp"
#include "host/passes/translate.hpp"
#include "host/run/fold_node.hpp"
#include "host/support/exit.hpp"

namespace byom::pipeline {
namespace {

using passes::PatternUse;

void blame(Explanation& explanation, const Error& error) {
  explanation.problem = error.text;
  explanation.code = error.code;
  explanation.no_layers = "not known before every problem is solved";
}

// With a free batch where the operators allow it, as converting does.
ir::Graph graph_to_translate(ir::Graph free, ir::Graph inferred, const passes::Batch& batch,
                             registry::Registry& registry, registry::Session& session) {
  std::erase_if(inferred.nodes, [&](const ir::Node& node) { return run::is_folded(inferred, node); });
  passes::prune(free);
  passes::free_batch(free);
  const bool fits = batch.free && passes::infer_and_fold(free, registry, session) &&
                    (batch.exported == 1 || passes::same_as_exported(free, inferred, batch));
  ir::Graph& chosen = fits ? free : inferred;
  passes::prune(chosen);
  return std::move(chosen);
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
      problem += (problem.empty() ? "" : "\n") + (found ? line.substr(named->node.size() + 2) : line);
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

}  // namespace

void explain_layers(ir::Graph as_read, ir::Graph inferred, const passes::Batch& batch,
                    registry::Registry& registry, registry::Session& session, Explanation& explanation) {
  ir::Graph graph = graph_to_translate(std::move(as_read), std::move(inferred), batch, registry, session);
  Telling telling(graph, registry, explanation);
  const auto patterns = registry.patterns();
  if (!patterns) return blame(explanation, patterns.error());
  const auto uses = passes::apply_patterns(graph, *patterns, registry, session);
  if (!uses) return blame(explanation, uses.error());
  explanation.notes = passes::told(*uses);
  telling.patterns(*uses);
  const auto translation = passes::translate(graph, registry, session);
  if (translation)
    telling.layers(*translation);
  else
    telling.problems(translation.error());
}

}  // namespace byom::pipeline
