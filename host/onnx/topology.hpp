// An order in which nodes can run.
#pragma once

#include <cstddef>
#include <vector>

namespace byom::onnx {

struct Order {
  std::vector<std::size_t> sequence;  // every node once, unless there is a cycle
  bool given = true;                  // the order in the file is one already
  std::vector<std::size_t> cycle;     // nodes each of which reads the next one, the last reads the first
};

// reads[n]: the nodes whose outputs node n reads. Among the nodes that can run the first in the file comes
// first. Time O((nodes + reads) log nodes).
Order topological_order(const std::vector<std::vector<std::size_t>>& reads);

}  // namespace byom::onnx
