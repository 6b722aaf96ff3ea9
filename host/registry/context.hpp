// What a plugin talks to while it serves a node: byom_ctx, and the host tables whose functions read it.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <byom/plugin.h>
#include <byom/result.hpp>

#include "host/ir/graph.hpp"
#include "host/registry/load_plugin.hpp"
#include "host/registry/op_registry.hpp"
#include "host/support/process_guard.hpp"
#include "host/support/thread_pool.hpp"

namespace byom::registry {

enum class Facet { load, accept, infer, translate, expand, kernel };
const char* name_of(Facet facet);

// Memory handed to a plugin, freed as a whole.
class Arena {
 public:
  void* allocate(std::uint64_t bytes, std::uint64_t align);

 private:
  std::vector<std::shared_ptr<void>> blocks_;
};

// Tensors of the graph around a body, by name.
using Captured = std::map<std::string, ir::Tensor>;

struct Subject;
class FacetCall;

// Infers and runs the bodies of control flow; the executor brings it. A body sees the graph around it through
// `subject`, the node that holds it.
class Bodies {
 public:
  virtual ~Bodies() = default;
  // One value for each output of the body, from one for each of its inputs.
  virtual Result<std::vector<ir::Value>> infer(const Subject& subject, const ir::Graph& body,
                                               std::vector<ir::Value> inputs) = 0;
  // One tensor for each output. `ledger` gets a sentence for each attribute that a kernel did not read.
  virtual Result<std::vector<ir::Tensor>> run(const Subject& subject, std::shared_ptr<const ir::Graph> body,
                                              const std::vector<ir::Tensor>& inputs,
                                              std::vector<std::string>& ledger) = 0;
};

// What lives as long as one conversion.
struct Session {
  std::map<std::string, std::string> options;  // what the user chose, by name
  ThreadPool pool;
  Arena model, plugin;
  // What to tell of kernels that declined, and the nodes it is true of.
  std::map<std::string, std::set<std::string>> fallbacks;
  // Those as sentences: "... computes it (3 nodes, such as ...)."
  [[nodiscard]] std::vector<std::string> notes() const;
  std::unique_ptr<Bodies> bodies;
  // Where there is one, a call that changes the process is a fault of its plugin.
  std::optional<ProcessGuard> guard = std::nullopt;
  FacetCall* call = nullptr;  // the innermost in progress
};

// The builder behind byom_builder, while translate or expand runs.
class BuildTarget {
 public:
  virtual ~BuildTarget() = default;
  virtual Result<byom_val> input(std::uint64_t i) = 0;
  virtual Result<std::vector<byom_val>> call(const byom_call& call) = 0;
  virtual Result<ir::Value> describe(byom_val value) = 0;
  virtual Result<Done> output(std::uint64_t i, byom_val value) = 0;
  virtual Result<byom_val> model_input(std::uint64_t i) = 0;
};

// The executor behind byom_run, while a kernel runs.
class RunTarget {
 public:
  virtual ~RunTarget() = default;
  virtual Result<byom_tensor> output(std::uint64_t i, std::span<const std::int64_t> shape) = 0;
};

// The node a facet is called for. With `tensors` (one for each input, nullptr: absent) descriptors are
// concrete and every input is known; else they are what the graph says.
struct Subject {
  const ir::Graph* graph = nullptr;
  const ir::Node* node = nullptr;
  const Op* op = nullptr;
  const byom_schema* schema = nullptr;
  const std::vector<const ir::Tensor*>* tensors = nullptr;
  const Captured* captured = nullptr;  // with `tensors`: what the node's bodies read of the graph around
};

const byom_host* host_tables();
// The tables and a context for the entry functions of plugins, which serve no node.
HostTables load_tables();

}  // namespace byom::registry

// One call of one facet. Not shared between threads, but for parallel_for.
struct byom_ctx {
  byom::registry::Session* session = nullptr;
  byom::registry::Facet facet = byom::registry::Facet::load;
  byom::registry::Subject subject;
  const byom::registry::Plugin* plugin = nullptr;  // whose function is called
  byom::registry::BuildTarget* builder = nullptr;
  byom::registry::RunTarget* runner = nullptr;
  byom::ir::Symbols* symbols = nullptr;
  std::vector<byom::ir::Value> outputs;  // what infer stated
  std::set<std::string> consumed;        // attributes and formals read or ignored
  std::vector<std::pair<byom_rc, std::string>> reports;
  byom::ir::Views views;
  byom::registry::Arena call, node;
  struct KnownInput {
    // Describes `value`; with `tensor` that tensor, whose extents and elements are known.
    void describe(const byom::ir::Value& value, const byom::ir::Tensor* tensor);

    std::vector<byom::ir::Dim> dims, values;
    byom_tensor known{};
    byom_desc desc{};
    bool ready = false;
  };
  std::vector<KnownInput> inputs;  // descriptors made so far; never resized while a facet runs
  std::deque<std::pair<byom::ir::Value, KnownInput>> body_outputs;  // what body_infer gave away
  std::deque<byom::ir::Tensor> body_results;                        // what body_run gave away
  std::vector<std::string> body_ledger;                             // what kernels inside bodies did not read
  bool disturbed_workers = false;  // the floating-point mode of a thread of parallel_for was changed
};

namespace byom::registry {

// Takes down why a host function failed, for failure(); gives the code that the plugin gets.
byom_rc say(byom_ctx* ctx, const Error& error);
// The same, for a function that the facet may not call.
byom_rc out_of_place(byom_ctx* ctx, const char* what);
// The elements of an integer tensor that may decide shapes: rank 0 or 1, not many.
std::optional<std::vector<ir::Dim>> known_elements(const ir::Tensor& tensor);
// What a plugin says of a value.
ir::Value value_of(const byom_desc& desc);

// Prepares a ctx for one facet of one node, served by the plugin of its operator.
void begin(byom_ctx& ctx, Session& session, Facet facet, const Subject& subject);
// All that the plugin said in this call: "one thing; another"
std::string reported(const byom_ctx& ctx);
// What a facet that returned `rc` said, as one text: plugin, operator, node, cause.
Error failure(const byom_ctx& ctx, byom_rc rc);
// What each sentence of `unconsumed` holds.
inline constexpr const char* not_looked_at = " is not looked at by ";
// The attributes (and, with `formals`, the optional inputs and outputs) that the facet neither read nor
// ignored: one sentence each.
std::vector<std::string> unconsumed(const byom_ctx& ctx, bool formals);
// What is wrong with a node before any facet is asked: attributes unknown, missing or of the wrong type, too
// few or too many inputs. One sentence each.
std::vector<std::string> schema_violations(const Subject& subject);
// "com.acme.ops 1.0"
// What a facet came to that returned `rc`: a mistake of the operator that was reported on the way fails it,
// and is the cause whatever it returned.
byom_rc outcome(const byom_ctx& ctx, byom_rc rc);
std::string plugin_text(const Plugin& plugin);
std::string plugin_text(const Op& op);

}  // namespace byom::registry
