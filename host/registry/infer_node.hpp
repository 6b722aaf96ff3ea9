// Which operator serves a node, and what it infers of the node's outputs.
#pragma once

#include <cstdint>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/context.hpp"

namespace byom::registry {

// The version of the node's domain that its graph imports; 1 where it imports none.
std::int64_t opset_of(const ir::Graph& graph, const ir::Node& node);

// The operator and schema that serve a node. Errors name the node; exit_unsupported when there is none.
// What to say where `op` has no schema for the node's opset: since when it exists, and the way out.
std::string too_new(const ir::Graph& graph, const ir::Node& node, const Op& op);

Result<Subject> subject_of(const ir::Graph& graph, const ir::Node& node, Registry& registry);

// Takes over what infer says of a value.
void state(ir::Value& value, ir::Value inferred);

// Whether the operator's accept facet takes the node. Errors: why not.
Result<Done> accept_node(const Subject& subject, Session& session);

// Asks accept and infer of one node with what the graph says of its inputs; gives one value for each output.
Result<std::vector<ir::Value>> infer_node(const Subject& subject, Session& session);

}  // namespace byom::registry
