// apply_patterns: subgraphs that a plugin names in text become one node of the plugin's operator.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"

namespace byom::passes {

// What came of one pattern.
struct PatternUse {
  struct Place {
    std::string node;                     // the last of the nodes replaced, as messages call it
    std::int64_t index = -1;              // its index in the file, which the new node has now
    std::vector<std::int64_t> swallowed;  // indices of all nodes replaced, now or by patterns before
  };
  const registry::Pattern* pattern = nullptr;
  std::vector<Place> applied;
  std::vector<std::string> declined;  // why places were left as they are
};

// before:  s = Sigmoid(x); y = Mul(x, s)     after, with "y = Mul(x, Sigmoid(x))" for acme::Swish:
//                                              y = acme.Swish(x)
// The new node reads the pattern's bound names in order of first appearance and has the name and index of the
// last node it replaces. Patterns of the user's plugins come first, then those with more nodes, then in the
// order given; this is repeated until nothing changes, which it must, since a pattern of one node leaves
// nodes alone that a pattern made. A place stays as it is when the new node's operator declines it or infers
// another type. Preconditions: the graph is inferred and folded, and its operators are known. Errors
// (exit_plugin): every text that cannot be read or says what its operators cannot mean, in one error with a
// line each; or a facet that is at fault.
Result<std::vector<PatternUse>> apply_patterns(ir::Graph& graph,
                                               const std::vector<const registry::Pattern*>& patterns,
                                               registry::Registry& registry, registry::Session& session);

// One line for the user about each pattern that was applied or declined somewhere.
std::vector<std::string> told(const std::vector<PatternUse>& uses);

}  // namespace byom::passes
