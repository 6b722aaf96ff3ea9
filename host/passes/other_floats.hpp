// Networks that compute in other floats than float32, of which Keras models are made.
#pragma once

#include <string>

#include "host/ir/graph.hpp"

namespace byom::passes {

// One line that names what brings float16, bfloat16 or double into the graph, and the way out; empty where
// nothing does. For a network that was refused: one that is not may have them.
std::string other_floats_hint(const ir::Graph& graph);

}  // namespace byom::passes
