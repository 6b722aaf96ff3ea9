// Runs a graph with the plugins' kernels; knows no operator.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/context.hpp"

namespace byom::run {

// Sees every tensor as soon as it is computed.
using Observer = std::function<void(const ir::Node& node, ir::ValueId id, const ir::Tensor& tensor)>;

// A graph with its kernels looked up. Shapes are taken from the tensors of each run, so one program serves
// any batch size.
class Program {
 public:
  // The graph must outlive the program. Errors: a node whose operator has no kernel, with exit_unsupported.
  static Result<Program> prepare(const ir::Graph& graph, registry::Registry& registry,
                                 registry::Session& session);

  // `inputs` has one tensor for each graph input, in order; `around` the tensors that a body captures. Gives
  // one for each graph output. Errors name the node.
  Result<std::vector<ir::Tensor>> run(const std::vector<ir::Tensor>& inputs, const Observer& observe = {},
                                      const registry::Captured* around = nullptr);

  // Attributes that a kernel did not read in the last run: one sentence each.
  [[nodiscard]] const std::vector<std::string>& ledger() const { return ledger_; }

 private:
  struct Step {
    const ir::Node* node;
    registry::Subject subject;
    std::vector<registry::KernelOffer> kernels;
    std::vector<ir::ValueId> captured;   // values that the node's bodies read
    std::vector<ir::ValueId> last_uses;  // values that nobody reads after this step
  };
  Result<std::vector<ir::Tensor>> run_step(const Step& step, const std::vector<const ir::Tensor*>& in,
                                           const registry::Captured& captured);

  const ir::Graph* graph_ = nullptr;
  registry::Session* session_ = nullptr;
  std::vector<Step> steps_;
  std::vector<std::string> ledger_;
  bool checked_ = false;
};

// Where the memory comes from that a kernel writes to. The laws put guards round it.
class Memory {
 public:
  virtual ~Memory() = default;
  // A row-major tensor of unspecified contents.
  virtual ir::Tensor output(std::int32_t dtype, std::vector<std::int64_t> shape) = 0;
  // Lives as long as the Memory; nullptr: there is no more.
  virtual void* scratch(std::uint64_t bytes, std::uint64_t align) = 0;
};

// Runs one node on the given inputs (nullptr: absent) with the kernel that choose_kernel takes. `ledger` gets
// what the kernel did not read; `memory` is the pool's where none is given.
Result<std::vector<ir::Tensor>> run_node(const registry::Subject& subject,
                                         const std::vector<registry::KernelOffer>& kernels,
                                         registry::Session& session, const std::vector<const ir::Tensor*>& in,
                                         std::vector<std::string>* ledger = nullptr,
                                         Memory* memory = nullptr);

}  // namespace byom::run
