// The one graph type: nodes of any domain over values. ONNX models and Keras models are both such graphs.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/ir/attribute.hpp"
#include "host/ir/dim.hpp"
#include "host/ir/tensor.hpp"

namespace byom::ir {

using ValueId = std::int32_t;
inline constexpr ValueId absent = -1;

struct Value {
  std::string name;
  std::int32_t dtype = 0;                    // 0: not known yet
  std::int32_t rank = -1;                    // -1: not known
  std::vector<Dim> dims;                     // rank of them when known
  std::optional<std::vector<Dim>> elements;  // integers (rank 0 or 1) known at conversion, perhaps as symbols
  std::optional<Tensor> constant;  // an initializer, a Constant node's value, a folded result, a weight
};

struct Node {
  std::string domain;  // "" is ONNX's own; "keras" a layer
  std::string type;
  std::string name;         // ONNX node name (may be empty), or the Keras layer's name
  std::int64_t index = -1;  // position in the file's graph; layers carry that of the node they come from
  std::vector<Attribute> attributes;
  std::vector<ValueId> inputs;   // `absent` where left out; a layer's weights follow its tensors
  std::vector<ValueId> outputs;  // `absent` where nobody wants it
  std::size_t weights = 0;       // how many of the last inputs are weights of this layer
  bool trainable = true;         // layers only
};

struct Graph {
  std::string name;
  std::vector<Value> values;
  std::vector<Node> nodes;  // in topological order once read
  std::vector<ValueId> inputs;
  std::vector<ValueId> outputs;
  // Bodies (graphs held by an attribute) only: values that nothing here makes and that stand for the value of
  // the same name in the graph around this one (constants from there are held here instead). Whoever runs the
  // body binds them by name before its first node; for a body in a body the middle one captures the name as
  // well.
  std::vector<ValueId> captured;
  std::map<std::string, std::int64_t> opsets;  // domain -> version imported
  std::shared_ptr<Symbols> symbols = std::make_shared<Symbols>();

  ValueId add_value(Value value) {
    values.push_back(std::move(value));
    return static_cast<ValueId>(values.size()) - 1;
  }
  Value& value(ValueId id) { return values[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const Value& value(ValueId id) const { return values[static_cast<std::size_t>(id)]; }
};

// For each value the node that makes it, or -1.
std::vector<std::int32_t> producers(const Graph& graph);
const Attribute* find_attribute(const Node& node, const std::string& name);
// The bodies among a node's attributes, those in lists included.
std::vector<const Graph*> bodies(const Node& node);
// The values of `graph` that the bodies of its `node` capture: the node reads them as it reads its inputs.
std::vector<ValueId> captured_by(const Graph& graph, const Node& node);
// How messages call a node: `Conv node 'conv1' (output 'x.1')`, `layer 'LAYER_3' (Conv2D)`.
std::string describe(const Graph& graph, const Node& node);
// "float[N,3,224,224]"
std::string type_text(const Graph& graph, const Value& value);
// The whole graph, one node a line, for --dump and tests.
std::string print(const Graph& graph);

}  // namespace byom::ir
