// Graphs of the fixture plugin small_ops, written one call a node.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::test {

class SmallGraph {
 public:
  SmallGraph() { graph.opsets["test"] = 1; }

  // A float input of these extents.
  SmallGraph& input(const std::string& name, std::vector<std::int64_t> extents) {
    graph.inputs.push_back(floats(name, std::move(extents)));
    return *this;
  }
  SmallGraph& captured(const std::string& name) {
    graph.captured.push_back(graph.add_value({name, 0, -1, {}, {}, {}}));
    return *this;
  }
  SmallGraph& constant(const std::string& name, std::vector<std::int64_t> extents,
                       std::vector<float> elements) {
    const ir::ValueId id = floats(name, std::move(extents));
    ir::Tensor tensor = ir::make_tensor(BYOM_FLOAT, shape(id));
    std::ranges::copy(elements, reinterpret_cast<float*>(ir::writable(tensor)));
    graph.value(id).constant = std::move(tensor);
    return *this;
  }
  // A node named as its first output; "" stands for an input or output that is left out.
  SmallGraph& node(const std::string& type, const std::vector<std::string>& inputs,
                   const std::vector<std::string>& outputs, std::vector<ir::Attribute> attributes = {}) {
    ir::Node node{
        "test", type, outputs[0], static_cast<std::int64_t>(graph.nodes.size()), std::move(attributes),
        {},     {}};
    for (const std::string& name : inputs) node.inputs.push_back(name.empty() ? ir::absent : find(name));
    for (const std::string& name : outputs)
      node.outputs.push_back(name.empty() ? ir::absent : graph.add_value({name, 0, -1, {}, {}, {}}));
    graph.nodes.push_back(std::move(node));
    return *this;
  }
  SmallGraph& output(const std::string& name) {
    graph.outputs.push_back(find(name));
    return *this;
  }
  [[nodiscard]] ir::ValueId find(const std::string& name) const {
    for (std::size_t i = 0; i < graph.values.size(); ++i)
      if (graph.values[i].name == name) return static_cast<ir::ValueId>(i);
    return ir::absent;
  }
  [[nodiscard]] std::shared_ptr<ir::Graph> body() const { return std::make_shared<ir::Graph>(graph); }

  ir::Graph graph;

 private:
  ir::ValueId floats(const std::string& name, std::vector<std::int64_t> extents) {
    ir::Value value{name, BYOM_FLOAT, static_cast<std::int32_t>(extents.size()), {}, {}, {}};
    for (const std::int64_t extent : extents) value.dims.push_back(ir::number(extent));
    return graph.add_value(std::move(value));
  }
  [[nodiscard]] std::vector<std::int64_t> shape(ir::ValueId id) const {
    std::vector<std::int64_t> extents;
    for (const ir::Dim& dim : graph.value(id).dims) extents.push_back(dim.value);
    return extents;
  }
};

// The fixture plugins of these names, and nothing else.
inline registry::Registry& fixture_registry() {
  static registry::Registry* registry = [] {
    std::vector<registry::Manifest> manifests;
    for (const char* name : {"small_ops", "exercise_if"}) {
      auto manifest = registry::read_manifest(std::string(TAO_BYOM_FIXTURE_PLUGINS) + "/" + name + ".json");
      if (manifest) manifests.push_back(std::move(*manifest));
    }
    return new registry::Registry(std::move(manifests), registry::load_tables());
  }();
  return *registry;
}

}  // namespace byom::test
