// Cutting a graph at a tensor, and dropping what is no longer needed.
#include "host/passes/cut.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "host/support/exit.hpp"
#include "host/support/nearest.hpp"

namespace byom::passes {

namespace {

// The node whose name or output has this name; -1 when there is none, -2 when there are several.
std::int64_t position_of(const ir::Graph& graph, const std::string& name) {
  std::int64_t found = -1;
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    const ir::Node& node = graph.nodes[n];
    const bool makes = std::ranges::any_of(
        node.outputs, [&](ir::ValueId id) { return id != ir::absent && graph.value(id).name == name; });
    if (makes) return static_cast<std::int64_t>(n);  // tensor names are unique
    if (node.name == name) found = found == -1 ? static_cast<std::int64_t>(n) : -2;
  }
  return found;
}

Result<std::size_t> checked_position(const ir::Graph& graph, const std::string& name,
                                     const std::string& option) {
  const std::int64_t position = position_of(graph, name);
  if (position >= 0) return static_cast<std::size_t>(position);
  if (position == -2)
    return fail(
        exit_usage,
        option + " " + name + ": several nodes have this name; give the name of the node's output instead.");
  for (const ir::ValueId id : graph.inputs)
    if (graph.value(id).name == name)
      return fail(exit_usage, option + " " + name + ": this is an input of the model, not a node.");
  std::vector<std::string> names;
  for (const ir::Node& node : graph.nodes) {
    if (!node.name.empty()) names.push_back(node.name);
    for (const ir::ValueId id : node.outputs)
      if (id != ir::absent) names.push_back(graph.value(id).name);
  }
  const std::string near = did_you_mean(name, names);
  return fail(exit_usage,
              option + " " + name + ": no node of the model and no node's output has this name" +
                  (near.empty() ? "; `tao_byom plugins explain MODEL --nodes` lists them" : near) + ".");
}

}  // namespace

Result<ir::ValueId> find_tensor(const ir::Graph& graph, const std::string& name, const std::string& option) {
  BYOM_TRY(const std::size_t position, checked_position(graph, name, option));
  ir::ValueId first = ir::absent;
  for (const ir::ValueId id : graph.nodes[position].outputs) {
    if (id != ir::absent && graph.value(id).name == name) return id;
    if (first == ir::absent) first = id;
  }
  if (first != ir::absent) return first;
  return fail(exit_usage, option + " " + name + ": the node of this name has no output.");
}

Result<std::int64_t> find_node(const ir::Graph& graph, const std::string& name, const std::string& option) {
  BYOM_TRY(const std::size_t position, checked_position(graph, name, option));
  return graph.nodes[position].index;
}

Result<Done> cut_at(ir::Graph& graph, const std::string& name) {
  BYOM_TRY(const ir::ValueId output, find_tensor(graph, name, "-p"));
  graph.outputs = {output};
  prune(graph);
  return done;
}

void prune(ir::Graph& graph) {
  std::set<ir::ValueId> needed(graph.outputs.begin(), graph.outputs.end());
  std::vector<ir::Node> kept;
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    if (std::ranges::none_of(node->outputs, [&](ir::ValueId id) { return needed.contains(id); })) continue;
    for (ir::ValueId& id : node->outputs)
      if (!needed.contains(id)) id = ir::absent;
    for (const ir::ValueId id : node->inputs)
      if (id != ir::absent) needed.insert(id);
    for (const ir::ValueId id : ir::captured_by(graph, *node)) needed.insert(id);
    kept.push_back(std::move(*node));
  }
  std::ranges::reverse(kept);
  graph.nodes = std::move(kept);
}

}  // namespace byom::passes
