// Builds small graphs of layer nodes for tests of the Keras files.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "host/ir/graph.hpp"

namespace byom::test {

inline ir::Tensor float_tensor(std::vector<std::int64_t> shape, const std::vector<float>& elements) {
  ir::Tensor tensor = ir::make_tensor(BYOM_FLOAT, std::move(shape));
  std::ranges::copy(std::as_bytes(std::span(elements)), ir::writable(tensor));
  return tensor;
}

struct LayerGraph {
  ir::Graph graph;

  // An extent of -1 is the batch in front and a free extent elsewhere.
  std::vector<ir::Dim> dims(const std::vector<std::int64_t>& shape) {
    std::vector<ir::Dim> result;
    for (const std::int64_t extent : shape) {
      const std::uint32_t symbol = result.empty() ? BYOM_BATCH : graph.symbols->named("free");
      result.push_back(extent >= 0 ? ir::number(extent) : ir::Dim{1, symbol, 0});
    }
    return result;
  }
  ir::ValueId value(const std::string& name, const std::vector<std::int64_t>& shape) {
    ir::Value made;
    made.name = name;
    made.dtype = BYOM_FLOAT;
    made.dims = dims(shape);
    made.rank = static_cast<std::int32_t>(shape.size());
    return graph.add_value(std::move(made));
  }
  ir::ValueId input(const std::string& name, const std::vector<std::int64_t>& shape) {
    graph.inputs.push_back(value(name, shape));
    return graph.inputs.back();
  }
  ir::ValueId weight(ir::Tensor tensor) {
    ir::Value made;
    made.dtype = tensor.dtype;
    made.constant = std::move(tensor);
    return graph.add_value(std::move(made));
  }
  // A call of layer `name`; gives its output.
  ir::ValueId layer(const std::string& type, const std::string& name, std::vector<ir::ValueId> inputs,
                    const std::vector<std::int64_t>& shape, std::vector<ir::Attribute> attributes = {},
                    const std::vector<ir::ValueId>& weights = {}) {
    ir::Node node;
    node.domain = "keras";
    node.type = type;
    node.name = name;
    node.attributes = std::move(attributes);
    node.inputs = std::move(inputs);
    node.inputs.insert(node.inputs.end(), weights.begin(), weights.end());
    node.weights = weights.size();
    node.outputs = {value(name + " out", shape)};
    graph.nodes.push_back(std::move(node));
    return graph.nodes.back().outputs.front();
  }
  // One more output of the last layer.
  ir::ValueId another(const std::vector<std::int64_t>& shape) {
    const ir::ValueId id = value(graph.nodes.back().name + " more", shape);
    graph.nodes.back().outputs.push_back(id);
    return id;
  }
};

}  // namespace byom::test
