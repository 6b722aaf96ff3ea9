// Where in a graph does a pattern stand?
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/passes/pattern_text.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::passes {

struct Match {
  std::vector<std::size_t> nodes;   // positions in the graph, ascending
  std::vector<ir::ValueId> inputs;  // what the pattern's bound names stand for
};

// Answers for one state of a graph; nodes may be replaced by others with the same outputs, but not move.
class Matcher {
 public:
  // Every operator of the graph must be known to the registry.
  Matcher(const ir::Graph& graph, registry::Registry& registry);

  // The match whose last node is the one at position `root`. Inputs match in the order written: an operator
  // that does not mind the order needs a pattern for each. A call's node has the attributes that the call
  // names, schema defaults counted, and schema defaults for all others. Tensors inside the match have no
  // reader outside it and are no output of the graph; of a node with several outputs only the first is
  // wanted.
  Result<std::optional<Match>> match(const PatternText& pattern, std::size_t root) const;

 private:
  friend class Attempt;

  const ir::Graph& graph_;
  registry::Registry& registry_;
  std::vector<std::int32_t> producers_;
  std::vector<std::vector<std::size_t>> readers_;  // by value
  std::vector<bool> is_output_;
};

// Whether some version of the operator has an attribute of that name that can be equal to this one.
bool may_equal(const PatternAttribute& attribute, const registry::Op& op);

}  // namespace byom::passes
