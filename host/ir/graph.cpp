// Questions about graphs that every stage asks.
#include "host/ir/graph.hpp"

#include <algorithm>
#include <set>

#include "host/support/quote.hpp"

namespace byom::ir {

std::vector<std::int32_t> producers(const Graph& graph) {
  std::vector<std::int32_t> by_value(graph.values.size(), -1);
  for (std::size_t n = 0; n < graph.nodes.size(); ++n)
    for (const ValueId output : graph.nodes[n].outputs)
      if (output != absent) by_value[static_cast<std::size_t>(output)] = static_cast<std::int32_t>(n);
  return by_value;
}

const Attribute* find_attribute(const Node& node, const std::string& name) {
  const auto found = std::ranges::find(node.attributes, name, &Attribute::name);
  return found == node.attributes.end() ? nullptr : &*found;
}

std::vector<const Graph*> bodies(const Node& node) {
  std::vector<const Graph*> found;
  const auto look = [&](const Attribute& attribute) {
    const auto* body = std::get_if<std::shared_ptr<Graph>>(&attribute.value);
    if (body && *body) found.push_back(body->get());
  };
  for (const Attribute& attribute : node.attributes) {
    look(attribute);
    if (const auto* list = std::get_if<ListValue>(&attribute.value)) std::ranges::for_each(list->items, look);
  }
  return found;
}

std::vector<ValueId> captured_by(const Graph& graph, const Node& node) {
  std::set<std::string_view> names;
  for (const Graph* body : bodies(node))
    for (const ValueId id : body->captured) names.insert(body->value(id).name);
  std::vector<ValueId> found;
  for (std::size_t i = 0; !names.empty() && i < graph.values.size(); ++i)
    if (names.contains(graph.values[i].name)) found.push_back(static_cast<ValueId>(i));
  return found;
}

std::string describe(const Graph& graph, const Node& node) {
  if (node.domain == "keras") return "layer " + byom::quoted(node.name) + " (" + escaped(node.type) + ")";
  std::string text = (node.domain.empty() ? "" : escaped(node.domain) + ".") + escaped(node.type) + " node";
  if (!node.name.empty()) text += " " + byom::quoted(node.name);
  const auto output = std::ranges::find_if(node.outputs, [](ValueId id) { return id != absent; });
  if (output != node.outputs.end()) text += " (output " + byom::quoted(graph.value(*output).name) + ")";
  return text;
}

}  // namespace byom::ir
