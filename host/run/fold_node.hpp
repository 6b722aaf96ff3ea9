// fold_node: a node whose inputs are all constant becomes constants.
#pragma once

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"

namespace byom::run {

// before:  w2 = Transpose(w)    after:  w2 constant
// Leaves a node alone when it may give two results (BYOM_OP_RANDOM), or when an input or what its bodies
// capture is no constant. Errors: the
// kernel failed; or the result exceeds `folded_bytes_limit`, which no honest model needs.
Result<Done> fold_node(ir::Graph& graph, const registry::Subject& subject, registry::Registry& registry,
                       registry::Session& session);
inline constexpr std::int64_t folded_bytes_limit = std::int64_t{1} << 30;

// Every output that somebody may want is a constant.
bool is_folded(const ir::Graph& graph, const ir::Node& node);

}  // namespace byom::run
