// GraphProto to graph, bodies of attributes included.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "host/ir/graph.hpp"
#include "host/onnx/protos.hpp"
#include "host/onnx/reading.hpp"

namespace byom::onnx {

// The names that are visible in a graph, and in those around it.
struct Scope {
  Scope* outer = nullptr;
  ir::Graph* graph = nullptr;
  std::string where;  // "" or "body 'then_branch' of ...: ", before every message
  std::unordered_map<std::string, ir::ValueId> ids;

  // The value of a name, captured from a graph around where it is not this graph's own.
  std::optional<ir::ValueId> find(const std::string& name);
};

// Problems are collected in `reading`; the graph is whole only when there are none. `scope.graph` is filled.
void read_graph(const ::onnx::GraphProto& proto, Reading& reading, Scope& scope);

// The attributes of a node; `scope` is that of the node, and the bodies found are read in it.
void read_attributes(const ::onnx::NodeProto& proto, const std::string& where, Reading& reading, Scope& scope,
                     ir::Node& node);

// The type that a graph input or output states. Extents without number are symbols, named by the model or,
// where it gives no name, after the value: "x.0".
void read_type(const ::onnx::ValueInfoProto& proto, const std::string& where, Reading& reading,
               ir::Graph& graph, ir::Value& value);

}  // namespace byom::onnx
