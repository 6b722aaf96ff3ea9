// Tests of the questions asked of a graph, and of its text.
#include "host/ir/graph.hpp"

#include <doctest/doctest.h>

using namespace byom::ir;

namespace {

// y = Twice(x, w); layer z = Blur(y), with a second output that nobody wants.
Graph example() {
  Graph graph;
  graph.name = "main";
  Value x{"x", BYOM_FLOAT, 2, {{1, BYOM_BATCH, 0}, {1, graph.symbols->named("h"), 0}}, {}, {}};
  Value w{"w", BYOM_FLOAT, 1, {number(3)}, {}, make_tensor(BYOM_FLOAT, {3})};
  graph.inputs = {graph.add_value(x)};
  graph.add_value(w);
  graph.add_value({"y", 0, -1, {}, {}, {}});
  graph.outputs = {graph.add_value({"z", BYOM_FLOAT, 0, {}, {}, {}})};
  Node twice;
  twice.domain = "my.ops";
  twice.type = "Twice";
  twice.name = "n1";
  twice.attributes = {{"axis", std::int64_t{1}}};
  twice.inputs = {0, absent, 1};
  twice.outputs = {2};
  Node blur;
  blur.domain = "keras";
  blur.type = "Blur";
  blur.name = "LAYER_3";
  blur.inputs = {2};
  blur.outputs = {absent, 3};
  graph.nodes = {twice, blur};
  return graph;
}

}  // namespace

TEST_CASE("producers tells which node makes a value") {
  CHECK(producers(example()) == std::vector<std::int32_t>{-1, -1, 0, 1});
}

TEST_CASE("messages name a node by operator, name and first wanted output") {
  Graph graph = example();
  CHECK(describe(graph, graph.nodes[0]) == "my.ops.Twice node 'n1' (output 'y')");
  CHECK(describe(graph, graph.nodes[1]) == "layer 'LAYER_3' (Blur)");
  graph.nodes[0].domain.clear();
  graph.nodes[0].name.clear();
  graph.value(2).name = "y\n1";
  CHECK(describe(graph, graph.nodes[0]) == "Twice node (output 'y\\n1')");
  graph.nodes[0].outputs.clear();
  CHECK(describe(graph, graph.nodes[0]) == "Twice node");
}

TEST_CASE("attributes are found by name") {
  const Graph graph = example();
  REQUIRE(find_attribute(graph.nodes[0], "axis") != nullptr);
  CHECK(text(*find_attribute(graph.nodes[0], "axis")) == "axis=1");
  CHECK(find_attribute(graph.nodes[0], "Axis") == nullptr);
}

TEST_CASE("bodies are found as attributes and in lists of attributes") {
  Node node;
  const auto one = std::make_shared<Graph>();
  const auto two = std::make_shared<Graph>();
  node.attributes = {{"a", one}, {"b", ListValue{{{"", two}, {"", true}}}}, {"c", std::shared_ptr<Graph>()}};
  CHECK(bodies(node) == std::vector<const Graph*>{one.get(), two.get()});
}

TEST_CASE("types of values read as in the documentation") {
  const Graph graph = example();
  CHECK(type_text(graph, graph.value(0)) == "float[N,h]");
  CHECK(type_text(graph, graph.value(2)) == "?[...]");
  CHECK(type_text(graph, graph.value(3)) == "float[]");
}

TEST_CASE("a graph prints one node a line, bodies indented") {
  Graph graph = example();
  auto body = std::make_shared<Graph>();
  body->name = "inner";
  body->outputs = {body->add_value({"outer", BYOM_BOOL, 0, {}, {}, {}})};
  graph.nodes[0].attributes.push_back({"body", body});
  CHECK(print(graph) ==
        "graph 'main'\n"
        "  input x: float[N,h]\n"
        "  constant w: float[3]\n"
        "  y: ?[...] = my.ops.Twice(x, _, w) {axis=1, body=<graph of 0 nodes>}  # n1\n"
        "    graph 'inner'\n"
        "      output outer: bool[]\n"
        "  _, z: float[] = keras.Blur(y)  # LAYER_3\n"
        "  output z: float[]\n");
}
