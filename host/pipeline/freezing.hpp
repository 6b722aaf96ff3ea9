// Which layers shall not train: those of the nodes that -fn names and, with -fb, every batch normalization.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/passes/apply_patterns.hpp"
#include "host/registry/op_registry.hpp"

namespace byom::pipeline {

class Freezing {
 public:
  // Finds the nodes in the graph as it was read. Errors: exit_usage, one line a name.
  static Result<Freezing> of(const ir::Graph& graph, const std::vector<std::string>& names, bool batch_norms);

  // Those that a step has taken out of the graph freeze nothing: `why` completes "Conv node 'conv' ...".
  void left_behind(const ir::Graph& graph, const std::string& why);
  // A node of a pattern stands for all that it has replaced.
  void follow(const std::vector<passes::PatternUse>& uses);
  // Marks the layers. Of layers with weights it keeps the names, of requests without any a warning.
  Result<Done> apply(ir::Graph& layers, registry::Registry& registry);

  [[nodiscard]] const std::vector<std::string>& layers() const { return layers_; }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  struct Request {
    std::string name;         // as the user wrote it
    std::string node;         // as messages call it
    std::int64_t index = -1;  // of the layers that stand for it
    std::string lost;         // why there are none; empty: there may be some
    bool met = false;         // a layer with weights is frozen for it
  };

  std::vector<Request> requests_;
  bool batch_norms_ = false;
  std::vector<std::string> layers_, warnings_;
};

}  // namespace byom::pipeline
