// The layers that each node becomes, for `plugins explain`.
#pragma once

#include "host/ir/graph.hpp"
#include "host/passes/free_batch.hpp"
#include "host/pipeline/explain.hpp"

namespace byom::pipeline {

// Applies the patterns and translates, as converting does. Preconditions: `inferred` is `as_read` with the
// batch it was exported with, inferred without a problem; explanation.nodes are its nodes.
void explain_layers(ir::Graph as_read, ir::Graph inferred, const passes::Batch& batch,
                    registry::Registry& registry, registry::Session& session, Explanation& explanation);

}  // namespace byom::pipeline
