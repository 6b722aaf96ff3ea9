// Tests of the rules: one legal graph, and one damage for each way a rule can be broken.
#include "host/ir/check.hpp"

#include <functional>

#include <doctest/doctest.h>

using namespace byom::ir;

namespace {

// z = Outer(x, w) { body: out = Inner(inside, x) with x captured }
Graph legal() {
  Graph graph;
  graph.inputs = {graph.add_value({"x", BYOM_FLOAT, 1, {number(3)}, {}, {}})};
  graph.add_value({"w", BYOM_FLOAT, 1, {number(3)}, {}, make_tensor(BYOM_FLOAT, {3})});
  graph.add_value({"y", BYOM_INT64, 1, {number(1)}, std::vector<Dim>{number(5)}, {}});
  graph.outputs = {graph.add_value({"z", 0, -1, {}, {}, {}})};
  auto body = std::make_shared<Graph>();
  body->inputs = {body->add_value({"inside", 0, -1, {}, {}, {}})};
  body->captured = {body->add_value({"x", 0, -1, {}, {}, {}})};
  body->outputs = {body->add_value({"out", 0, -1, {}, {}, {}})};
  Node inner;
  inner.type = "Inner";
  inner.inputs = {0, 1};
  inner.outputs = {2};
  body->nodes = {inner};
  Node first;
  first.type = "First";
  first.name = "n0";
  first.inputs = {0, absent, 1};
  first.outputs = {absent, 2};
  Node outer;
  outer.domain = "keras";
  outer.type = "Outer";
  outer.name = "LAYER_1";
  outer.attributes = {{"body", body}};
  outer.inputs = {2, 1};
  outer.outputs = {3};
  outer.weights = 1;
  graph.nodes = {first, outer};
  return graph;
}

std::string broken(const std::function<void(Graph&)>& damage) {
  Graph graph = legal();
  damage(graph);
  std::string all;
  for (const Violation& violation : check(graph))
    all += std::string(violation.rule) + ": " + violation.text + "\n";
  return all;
}

Graph& body_of(Graph& graph) {
  return *std::get<std::shared_ptr<Graph>>(graph.nodes[1].attributes[0].value);
}

}  // namespace

TEST_CASE("a legal graph breaks no rule, and every rule says what it states") {
  CHECK(broken([](Graph&) {}).empty());
  CHECK(check(Graph{}).empty());
  CHECK(rules().size() == 8);
  for (const Rule& rule : rules()) CHECK_FALSE(rule.states.empty());
}

TEST_CASE("dangling ids are found everywhere and stop the other rules") {
  CHECK(broken([](Graph& g) { g.nodes[0].inputs[0] = 4; }) ==
        "ids: the input list of node 0 (First) names value 4\n");
  CHECK(broken([](Graph& g) { g.nodes[0].outputs[0] = -2; }) ==
        "ids: the output list of node 0 (First) names value -2\n");
  CHECK(broken([](Graph& g) { g.inputs = {absent}; }) == "ids: the list of graph inputs names value -1\n");
  CHECK(broken([](Graph& g) { g.outputs = {absent}; }) == "ids: the list of graph outputs names value -1\n");
  CHECK(broken([](Graph& g) { g.captured = {9}; }) == "ids: the list of captured values names value 9\n");
}

TEST_CASE("a value with two sources is named with both") {
  CHECK(broken([](Graph& g) {
          g.nodes[0].outputs = {2, 2};
        }) ==
        "one_source: value 'y' is made twice: by the First node 'n0' (output 'y') and by the First node 'n0' "
        "(output "
        "'y')\n");
  CHECK(broken([](Graph& g) {
          g.inputs = {0, 1};
        }) == "one_source: value 'w' is made twice: by a graph input and by an initializer\n");
  CHECK(broken([](Graph& g) { g.nodes[0].outputs[0] = 0; }) ==
        "one_source: value 'x' is made twice: by a graph input and by the First node 'n0' (output 'x')\n"
        "order: First node 'n0' (output 'x') reads value 'x' before it is made\n");
}

TEST_CASE("what nothing makes is found in nodes and outputs") {
  CHECK(broken([](Graph& g) { g.nodes[0].outputs[1] = absent; }) ==
        "defined: layer 'LAYER_1' (Outer) reads value 'y', which nothing makes\n");
  CHECK(broken([](Graph& g) { g.nodes[1].outputs = {}; }) ==
        "defined: graph output: value 'z' is made by nothing\n");
}

TEST_CASE("a node before its producer is out of order, also when it reads its own output") {
  CHECK(broken([](Graph& g) { std::swap(g.nodes[0], g.nodes[1]); }) ==
        "order: layer 'LAYER_1' (Outer) reads value 'y' before it is made\n");
  CHECK(broken([](Graph& g) { g.nodes[0].inputs[1] = 2; }) ==
        "order: First node 'n0' (output 'y') reads value 'y' before it is made\n");
}

TEST_CASE("names of values, layers and attributes are unique, empty ones excepted") {
  CHECK(broken([](Graph& g) { g.value(2).name = "x"; }) == "names: two values are called 'x'\n");
  CHECK(broken([](Graph& g) {
          g.nodes[0].domain = "keras";
          g.nodes[0].name = "LAYER_1";
        }) == "names: two layers are called 'LAYER_1'\n");
  CHECK(broken([](Graph& g) {
          g.nodes[0].attributes = {{"a", true}, {"a", false}};
        }) == "names: First node 'n0' (output 'y') has attribute 'a' twice\n");
  CHECK(broken([](Graph& g) { g.value(2).name = g.value(3).name = ""; }).empty());
}

TEST_CASE("rank, extents, elements and constants must agree") {
  CHECK(broken([](Graph& g) { g.value(0).rank = 2; }) == "shapes: value 'x' has rank 2 and 1 extents\n");
  CHECK(broken([](Graph& g) { g.value(0).rank = -1; }) == "shapes: value 'x' has rank -1 and 1 extents\n");
  CHECK(broken([](Graph& g) { g.value(0).dims[0] = number(-3); }) ==
        "shapes: value 'x' has a negative extent: float[-3]\n");
  CHECK(broken([](Graph& g) { g.value(2).elements->push_back(number(1)); }) ==
        "shapes: value 'y' lists 2 elements and has the shape int64[1]\n");
  CHECK(broken([](Graph& g) {
          g.value(2).rank = 2;
          g.value(2).dims.push_back(number(1));
        }) == "shapes: value 'y' of rank 2 lists its elements\n");
  CHECK(broken([](Graph& g) { g.value(1).dtype = BYOM_DOUBLE; }) ==
        "constants: value 'w' is described as double[3] but holds float[3]\n");
  CHECK(broken([](Graph& g) { g.value(1).dims[0] = number(4); }) ==
        "constants: value 'w' is described as float[4] but holds float[3]\n");
}

TEST_CASE("weights are constants among the inputs") {
  CHECK(broken([](Graph& g) { g.nodes[1].weights = 2; }) ==
        "weights: layer 'LAYER_1' (Outer): its weight at input 0 is not a constant\n");
  CHECK(broken([](Graph& g) { g.nodes[1].weights = 3; }) ==
        "weights: layer 'LAYER_1' (Outer) has 3 weights and only 2 inputs\n");
}

TEST_CASE("bodies are checked too, and what they capture must be around them") {
  CHECK(broken([](Graph& g) { body_of(g).nodes[0].outputs = {}; }) ==
        "defined: layer 'LAYER_1' (Outer), body: graph output: value 'out' is made by nothing\n");
  CHECK(broken([](Graph& g) { body_of(g).value(1).name = "elsewhere"; }) ==
        "defined: layer 'LAYER_1' (Outer), body: value 'elsewhere' is in no graph around\n");
  CHECK(broken([](Graph& g) { body_of(g).outputs = {7}; }) ==
        "ids: layer 'LAYER_1' (Outer), body: the list of graph outputs names value 7\n");
}

TEST_CASE("every violation is reported at once") {
  CHECK(broken([](Graph& g) {
          g.value(2).name = "x";
          g.value(0).rank = 2;
          g.nodes[1].weights = 2;
        }) ==
        "names: two values are called 'x'\nshapes: value 'x' has rank 2 and 1 extents\n"
        "weights: layer 'LAYER_1' (Outer): its weight at input 0 is not a constant\n");
}
