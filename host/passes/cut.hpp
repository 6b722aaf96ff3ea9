// cut_at: keeps the graph up to one node's output. prune: drops what no output needs.
#pragma once

#include <string>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"

namespace byom::passes {

// The value that a node's name (its first output that is not left out) or its output's name stands for, as
// users of -p and -fn write them. Errors (exit_usage) offer the nearest names.
Result<ir::ValueId> find_tensor(const ir::Graph& graph, const std::string& name, const std::string& option);
// The index in the file of the node of that name (or whose output has it). Errors as find_tensor.
Result<std::int64_t> find_node(const ir::Graph& graph, const std::string& name, const std::string& option);

// before:  a = Relu(x); y = Softmax(a)    after cut_at "a":  a = Relu(x), output a
Result<Done> cut_at(ir::Graph& graph, const std::string& name);

// before:  a = Relu(x); b = Exp(x), output a    after:  a = Relu(x)
// Inputs of the graph stay, used or not.
void prune(ir::Graph& graph);

}  // namespace byom::passes
