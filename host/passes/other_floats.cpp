// The sources of such floats: inputs, initializers, and nodes that make them of something else.
#include "host/passes/other_floats.hpp"

#include <algorithm>
#include <vector>

#include "host/support/join.hpp"

namespace byom::passes {

namespace {

// What brings that type into the graph, in its order; inputs first.
std::vector<std::string> sources_of(const ir::Graph& graph, std::int32_t dtype) {
  std::vector<std::string> sources;
  const auto has_type = [&](ir::ValueId id) { return id != ir::absent && graph.value(id).dtype == dtype; };
  for (const ir::ValueId id : graph.inputs)
    if (has_type(id)) sources.push_back("input '" + graph.value(id).name + "'");
  for (const ir::Node& node : graph.nodes) {
    for (const ir::ValueId id : node.inputs) {
      if (!has_type(id) || !graph.value(id).constant) continue;
      const std::string name = "initializer '" + graph.value(id).name + "'";
      if (std::ranges::count(sources, name) == 0) sources.push_back(name);
    }
    if (std::ranges::any_of(node.outputs, has_type) && std::ranges::none_of(node.inputs, has_type))
      sources.push_back(ir::describe(graph, node));
  }
  return sources;
}

}  // namespace

std::string other_floats_hint(const ir::Graph& graph) {
  constexpr std::size_t most_named = 3;
  std::string text;
  for (const std::int32_t dtype : {BYOM_FLOAT16, BYOM_BFLOAT16, BYOM_DOUBLE}) {
    std::vector<std::string> sources = sources_of(graph, dtype);
    if (sources.empty()) continue;
    const std::string more =
        sources.size() > most_named ? " and " + std::to_string(sources.size() - most_named) + " more" : "";
    sources.resize(std::min(sources.size(), most_named));
    append(text, "; ", ir::dtype_name(dtype) + " comes from " + join(sources, ", ") + more);
  }
  if (text.empty()) return "";
  return "Most layers of Keras take float32 only, and " + text +
         ". Export the network in float32 (in PyTorch call model.float() first), or cast to float where "
         "only a part of it has another type.";
}

}  // namespace byom::passes
