// Tests of the order of Keras's model.layers; real Keras judges it on random graphs in tests/end_to_end.
#include "host/keras/layer_order.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "tests/support/layer_graph.hpp"

using namespace byom;
using test::LayerGraph;

namespace {

std::vector<std::int32_t> each_its_own(const ir::Graph& graph) {
  std::vector<std::int32_t> layers(graph.nodes.size());
  std::iota(layers.begin(), layers.end(), 0);
  return layers;
}

// The published algorithm word for word, recursive and with maps; layers are "i0" (inputs) and "l0".
std::vector<std::string> by_the_book(const ir::Graph& graph, const std::vector<std::int32_t>& layer_of_node) {
  struct Vertex {
    std::string layer;
    std::vector<int> producers;
  };
  std::vector<Vertex> vertices;
  std::map<ir::ValueId, int> maker;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    maker[graph.inputs[i]] = static_cast<int>(vertices.size());
    vertices.push_back({"i" + std::to_string(i), {}});
  }
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    Vertex vertex{"l" + std::to_string(layer_of_node[n]), {}};
    for (const ir::ValueId id : graph.nodes[n].inputs) vertex.producers.push_back(maker.at(id));
    for (const ir::ValueId id : graph.nodes[n].outputs) maker[id] = static_cast<int>(vertices.size());
    vertices.push_back(vertex);
  }
  std::map<std::string, int> first, depth_of_layer;
  std::map<int, int> depth_of_node;
  std::map<int, bool> finished;
  std::vector<int> order;
  const std::function<void(int)> visit = [&](int node) {
    if (finished[node]) return;
    first.try_emplace(vertices[static_cast<std::size_t>(node)].layer, static_cast<int>(first.size()));
    for (const int producer : vertices[static_cast<std::size_t>(node)].producers) visit(producer);
    finished[node] = true;
    order.push_back(node);
  };
  for (const ir::ValueId id : graph.outputs) visit(maker.at(id));
  std::reverse(order.begin(), order.end());
  for (const int node : order) {
    const Vertex& vertex = vertices[static_cast<std::size_t>(node)];
    const int depth = std::max(depth_of_node[node], depth_of_layer[vertex.layer]);
    depth_of_layer[vertex.layer] = depth_of_node[node] = depth;
    for (const int producer : vertex.producers)
      depth_of_node[producer] = std::max(depth_of_node[producer], depth + 1);
  }
  std::vector<std::string> layers;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    const std::string name = "i" + std::to_string(i);
    if (first.count(name)) continue;
    first[name] = -1;
    depth_of_layer[name] = 0;
    layers.push_back(name);
  }
  for (const auto& [name, index] : first)
    if (index >= 0) layers.push_back(name);
  std::stable_sort(layers.begin(), layers.end(), [&](const std::string& a, const std::string& b) {
    return std::pair(-depth_of_layer[a], first[a]) < std::pair(-depth_of_layer[b], first[b]);
  });
  return layers;
}

std::vector<std::string> ours(const ir::Graph& graph, const std::vector<std::int32_t>& layer_of_node) {
  std::vector<std::string> names;
  const auto inputs = static_cast<std::int32_t>(graph.inputs.size());
  for (const std::int32_t i : keras::layer_order(graph, layer_of_node).layers)
    names.push_back(i < inputs ? "i" + std::to_string(i) : "l" + std::to_string(i - inputs));
  return names;
}

}  // namespace

TEST_CASE("layer_order: deep layers come first, an unused input in front of the last ones") {
  LayerGraph g;
  const auto a = g.input("a", {-1, 2});
  g.input("unused", {-1, 2});
  const auto x = g.layer("T", "x", {a}, {-1, 2});
  const auto y = g.layer("T", "y", {x}, {-1, 2});
  const auto z = g.layer("T", "z", {a}, {-1, 2});
  g.graph.outputs = {z, y};
  CHECK(ours(g.graph, each_its_own(g.graph)) == std::vector<std::string>{"i0", "l0", "i1", "l2", "l1"});
}

TEST_CASE("layer_order: what no output needs is not live and has no place") {
  LayerGraph g;
  const auto a = g.input("a", {-1, 2});
  g.layer("T", "dead", {a}, {-1, 2});
  g.graph.outputs = {g.layer("T", "y", {a}, {-1, 2})};
  const keras::LayerOrder order = keras::layer_order(g.graph, each_its_own(g.graph));
  CHECK(order.layers == std::vector<std::int32_t>{0, 2});
  CHECK(order.live == std::vector<bool>{false, true});
}

TEST_CASE("layer_order: random graphs with shared layers come out as the published algorithm orders them") {
  std::mt19937 random(7);
  const auto below = [&random](std::size_t end) { return random() % end; };
  for (int round = 0; round < 200; ++round) {
    LayerGraph g;
    std::vector<ir::ValueId> values;
    for (std::size_t i = 0; i <= below(3); ++i) values.push_back(g.input("in", {-1, 2}));
    std::vector<std::int32_t> layer_of_node;
    const std::size_t nodes = 1 + below(25);
    std::int32_t layers = 0;
    for (std::size_t n = 0; n < nodes; ++n) {
      std::vector<ir::ValueId> inputs;
      for (std::size_t i = 0; i <= below(3); ++i) inputs.push_back(values[below(values.size())]);
      values.push_back(g.layer("T", "n", inputs, {-1, 2}));
      const bool shared = layers > 0 && below(4) == 0;
      layer_of_node.push_back(shared ? static_cast<std::int32_t>(below(static_cast<std::size_t>(layers)))
                                     : layers++);
    }
    for (std::size_t i = 0; i <= below(3); ++i) g.graph.outputs.push_back(values[below(values.size())]);
    CHECK(ours(g.graph, layer_of_node) == by_the_book(g.graph, layer_of_node));
  }
}

TEST_CASE("layer_order: a chain of a hundred thousand layers does not end the stack") {
  LayerGraph g;
  auto x = g.input("x", {-1, 2});
  for (int i = 0; i < 100000; ++i) x = g.layer("T", "n", {x}, {-1, 2});
  g.graph.outputs = {x};
  const auto order = keras::layer_order(g.graph, each_its_own(g.graph)).layers;
  CHECK(order.size() == 100001);
  CHECK(std::is_sorted(order.begin(), order.end()));
}
