// Bodies of control flow: graphs that an attribute holds, inferred and run in the graph around them.
#pragma once

#include "host/registry/context.hpp"

namespace byom::run {

// Lets the operators of a session infer and run their bodies. `registry` must outlive the session's use.
// Whatever infers or runs a graph calls it first; a second call changes nothing.
void serve_bodies(registry::Session& session, registry::Registry& registry);

}  // namespace byom::run
