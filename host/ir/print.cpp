// A graph as text: one node a line.
#include <string_view>

#include "host/ir/graph.hpp"
#include "host/support/join.hpp"
#include "host/support/quote.hpp"

namespace byom::ir {
namespace {

std::string value_name(const Graph& graph, ValueId id) {
  if (id == absent) return "_";
  const std::string name = escaped(graph.value(id).name);
  return name.empty() ? "%" + std::to_string(id) : name;
}

std::string described(const Graph& graph, ValueId id) {
  return value_name(graph, id) + ": " + type_text(graph, graph.value(id));
}

std::string node_line(const Graph& graph, const Node& node) {
  std::string line =
      join(node.outputs, ", ", [&](ValueId id) { return id == absent ? "_" : described(graph, id); });
  line += " = " + (node.domain.empty() ? "" : escaped(node.domain) + ".") + escaped(node.type) + "(";
  line += join(node.inputs, ", ", [&](ValueId id) { return value_name(graph, id); }) + ")";
  if (!node.attributes.empty())
    line += " {" + join(node.attributes, ", ", [](const Attribute& a) { return text(a); }) + "}";
  if (!node.name.empty()) line += "  # " + escaped(node.name);
  return line;
}

void print_graph(const Graph& graph, std::size_t indent, std::string& out) {
  const std::string margin(indent, ' ');
  out += margin + "graph " + byom::quoted(graph.name) + "\n";
  for (const ValueId id : graph.inputs) out += margin + "  input " + described(graph, id) + "\n";
  for (std::size_t i = 0; i < graph.values.size(); ++i)
    if (graph.values[i].constant)
      out += margin + "  constant " + described(graph, static_cast<ValueId>(i)) + "\n";
  for (const Node& node : graph.nodes) {
    out += margin + "  " + node_line(graph, node) + "\n";
    for (const Graph* body : bodies(node)) print_graph(*body, indent + 4, out);
  }
  for (const ValueId id : graph.outputs) out += margin + "  output " + described(graph, id) + "\n";
}

}  // namespace

std::string type_text(const Graph& graph, const Value& value) {
  std::string text = value.dtype == 0 ? "?" : dtype_name(value.dtype);
  if (value.rank < 0) return text + "[...]";
  text += '[';
  for (std::size_t d = 0; d < value.dims.size(); ++d) {
    if (d > 0) text += ',';
    text += escaped(graph.symbols->text(value.dims[d]));
  }
  return text + ']';
}

std::string print(const Graph& graph) {
  std::string out;
  print_graph(graph, 0, out);
  return out;
}

}  // namespace byom::ir
