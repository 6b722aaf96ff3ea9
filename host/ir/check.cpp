// The rules that every graph keeps.
#include "host/ir/check.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "host/support/quote.hpp"

namespace byom::ir {
namespace {

using Found = std::vector<std::string>;

std::size_t at(ValueId id) {
  return static_cast<std::size_t>(id);
}

std::string named(const Graph& graph, ValueId id) {
  const std::string& name = graph.value(id).name;
  return "value " + (name.empty() ? std::to_string(id) : byom::quoted(name));
}

void ids(const Graph& graph, Found& found) {
  const auto good = [&](ValueId id) { return id >= 0 && at(id) < graph.values.size(); };
  const auto ask = [&](const std::vector<ValueId>& list, bool may_be_absent, const std::string& where) {
    for (const ValueId id : list)
      if (!good(id) && !(may_be_absent && id == absent))
        found.push_back(where + " names value " + std::to_string(id));
  };
  ask(graph.inputs, false, "the list of graph inputs");
  ask(graph.outputs, false, "the list of graph outputs");
  ask(graph.captured, false, "the list of captured values");
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    const std::string where = "node " + std::to_string(n) + " (" + escaped(graph.nodes[n].type) + ")";
    ask(graph.nodes[n].inputs, true, "the input list of " + where);
    ask(graph.nodes[n].outputs, true, "the output list of " + where);
  }
}

void one_source(const Graph& graph, Found& found) {
  enum : std::int32_t {
    nothing = -1,
    input = -2,
    around = -3,
    initializer = -4
  };  // else the number of a node
  std::vector<std::int32_t> source(graph.values.size(), nothing);
  const auto text = [&](std::int32_t from) -> std::string {
    if (from == input) return "a graph input";
    if (from == around) return "the graph around";
    return from == initializer ? "an initializer"
                               : "the " + describe(graph, graph.nodes[static_cast<std::size_t>(from)]);
  };
  const auto make = [&](ValueId id, std::int32_t from) {
    if (source[at(id)] != nothing)
      found.push_back(named(graph, id) + " is made twice: by " + text(source[at(id)]) + " and by " +
                      text(from));
    source[at(id)] = from;
  };
  for (const ValueId id : graph.inputs) make(id, input);
  for (const ValueId id : graph.captured) make(id, around);
  for (std::size_t i = 0; i < graph.values.size(); ++i)
    if (graph.values[i].constant) make(static_cast<ValueId>(i), initializer);
  for (std::size_t n = 0; n < graph.nodes.size(); ++n)
    for (const ValueId id : graph.nodes[n].outputs)
      if (id != absent) make(id, static_cast<std::int32_t>(n));
}

// By value: is it there before any node runs?
std::vector<bool> given(const Graph& graph) {
  std::vector<bool> known(graph.values.size());
  for (const ValueId id : graph.inputs) known[at(id)] = true;
  for (const ValueId id : graph.captured) known[at(id)] = true;
  for (std::size_t i = 0; i < graph.values.size(); ++i)
    if (graph.values[i].constant) known[i] = true;
  return known;
}

void defined(const Graph& graph, Found& found) {
  std::vector<bool> known = given(graph);
  for (const Node& node : graph.nodes)
    for (const ValueId id : node.outputs)
      if (id != absent) known[at(id)] = true;
  for (const Node& node : graph.nodes)
    for (const ValueId id : node.inputs)
      if (id != absent && !known[at(id)])
        found.push_back(describe(graph, node) + " reads " + named(graph, id) + ", which nothing makes");
  for (const ValueId id : graph.outputs)
    if (!known[at(id)]) found.push_back("graph output: " + named(graph, id) + " is made by nothing");
}

void order(const Graph& graph, Found& found) {
  std::vector<bool> made(graph.values.size());
  const std::vector<std::int32_t> producer = producers(graph);
  for (const Node& node : graph.nodes) {
    for (const ValueId id : node.inputs)
      if (id != absent && producer[at(id)] >= 0 && !made[at(id)])
        found.push_back(describe(graph, node) + " reads " + named(graph, id) + " before it is made");
    for (const ValueId id : node.outputs)
      if (id != absent) made[at(id)] = true;
  }
}

void names(const Graph& graph, Found& found) {
  std::unordered_set<std::string> values;
  for (const Value& value : graph.values)
    if (!value.name.empty() && !values.insert(value.name).second)
      found.push_back("two values are called " + byom::quoted(value.name));
  std::unordered_set<std::string> layers;
  for (const Node& node : graph.nodes) {
    if (node.domain == "keras" && !layers.insert(node.name).second)
      found.push_back("two layers are called " + byom::quoted(node.name));
    std::set<std::string_view> attributes;
    for (const Attribute& attribute : node.attributes)
      if (!attributes.insert(attribute.name).second)
        found.push_back(describe(graph, node) + " has attribute " + byom::quoted(attribute.name) + " twice");
  }
}

void shapes(const Graph& graph, Found& found) {
  for (std::size_t i = 0; i < graph.values.size(); ++i) {
    const Value& value = graph.values[i];
    const std::string name = named(graph, static_cast<ValueId>(i));
    if (value.rank < -1 || value.dims.size() != static_cast<std::size_t>(std::max(value.rank, 0)))
      found.push_back(name + " has rank " + std::to_string(value.rank) + " and " +
                      std::to_string(value.dims.size()) + " extents");
    else if (std::ranges::any_of(value.dims, [](const Dim& dim) { return dim.value < 0; }))
      found.push_back(name + " has a negative extent: " + type_text(graph, value));
    if (value.elements && value.rank > 1)
      found.push_back(name + " of rank " + std::to_string(value.rank) + " lists its elements");
    if (value.elements && value.rank == 1 && is_number(value.dims[0]) &&
        std::ssize(*value.elements) != value.dims[0].value)
      found.push_back(name + " lists " + std::to_string(value.elements->size()) +
                      " elements and has the shape " + type_text(graph, value));
  }
}

void constants(const Graph& graph, Found& found) {
  for (std::size_t i = 0; i < graph.values.size(); ++i) {
    const Value& value = graph.values[i];
    if (!value.constant) continue;
    const bool same_shape = std::ranges::equal(
        value.dims, value.constant->shape,
        [](const Dim& dim, std::int64_t extent) { return is_number(dim) && dim.value == extent; });
    if (value.dtype != value.constant->dtype || value.rank != std::ssize(value.constant->shape) ||
        !same_shape)
      found.push_back(named(graph, static_cast<ValueId>(i)) + " is described as " + type_text(graph, value) +
                      " but holds " + dtype_name(value.constant->dtype) + shape_text(value.constant->shape));
  }
}

void weights(const Graph& graph, Found& found) {
  for (const Node& node : graph.nodes) {
    if (node.weights > node.inputs.size()) {
      found.push_back(describe(graph, node) + " has " + std::to_string(node.weights) + " weights and only " +
                      std::to_string(node.inputs.size()) + " inputs");
      continue;
    }
    for (std::size_t i = node.inputs.size() - node.weights; i < node.inputs.size(); ++i)
      if (node.inputs[i] == absent || !graph.value(node.inputs[i]).constant)
        found.push_back(describe(graph, node) + ": its weight at input " + std::to_string(i) +
                        " is not a constant");
  }
}

constexpr std::array table{
    Rule{"ids", "every id names a value of the graph", ids},
    Rule{"one_source", "a value is an input, a constant, or made by one output of one node", one_source},
    Rule{"defined", "whatever a node reads or the graph gives is made by something", defined},
    Rule{"order", "a node stands after the nodes whose outputs it reads", order},
    Rule{"names", "values, layers, and the attributes of one node have different names", names},
    Rule{"shapes", "rank, extents and known elements of a value agree", shapes},
    Rule{"constants", "a constant has the type and shape of its value", constants},
    Rule{"weights", "the weights of a layer are constants", weights},
};

void check_bodies(const Graph& graph, std::vector<Violation>& all) {
  std::unordered_set<std::string> around;
  for (const Node& node : graph.nodes)
    for (const Graph* body : bodies(node)) {
      const std::string where = describe(graph, node) + ", body: ";
      const std::vector<Violation> inner = check(*body);
      for (const Violation& violation : inner) all.push_back({violation.rule, where + violation.text});
      if (!inner.empty() && inner.front().rule == "ids") continue;
      if (around.empty())
        for (const Value& value : graph.values) around.insert(value.name);
      for (const ValueId id : body->captured)
        if (!around.contains(body->value(id).name))
          all.push_back({"defined", where + named(*body, id) + " is in no graph around"});
    }
}

}  // namespace

std::span<const Rule> rules() {
  return table;
}

std::vector<Violation> check(const Graph& graph) {
  std::vector<Violation> all;
  for (const Rule& rule : table) {
    Found found;
    rule.violations(graph, found);
    for (std::string& text : found) all.push_back({rule.id, std::move(text)});
    if (rule.violations == ids && !all.empty()) return all;
  }
  check_bodies(graph, all);
  return all;
}

}  // namespace byom::ir
