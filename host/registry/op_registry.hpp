// What every installed plugin offers, by (domain, type): operators with their schemas, kernels, patterns.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <byom/plugin.h>
#include <byom/result.hpp>

#include "host/registry/load_plugin.hpp"
#include "host/registry/manifest.hpp"
#include "host/support/process_guard.hpp"

namespace byom::registry {

// A mapped library. Never unmapped: its tables are read until the program ends.
struct Plugin {
  Manifest manifest;
  byom_plugin table{};  // our copy, what lies beyond the plugin's size zeroed
};

// Our copy of an operator's table, and who brought it.
struct Op {
  const Plugin* plugin = nullptr;
  byom_op table{};
  std::vector<byom_schema> schemas;  // ascending `since`
  byom_layer layer{};                // size 0: no layer
  std::vector<byom_form> forms;

  // The schema in force at `opset`: the newest with since <= opset; nullptr: the operator is younger.
  [[nodiscard]] const byom_schema* schema_at(std::int64_t opset) const;
  // The Keras form for a dialect (BYOM_DIALECT_*), or nullptr.
  [[nodiscard]] const byom_form* form(std::int32_t dialect) const;
  [[nodiscard]] std::string domain() const { return {table.domain.p, table.domain.n}; }
  [[nodiscard]] std::string type() const { return {table.type.p, table.type.n}; }
};

struct Kernel {
  const Plugin* plugin = nullptr;
  byom_kernel table{};
};

struct Pattern {
  const Plugin* plugin = nullptr;
  byom_pattern table{};
};

// A plugin's claim to an operator, and what came of it. Maps nothing.
struct OpOffer {
  const Manifest* manifest = nullptr;
  bool serves = false;
  bool hidden = false;  // taken away by without_builtin
  std::string why;      // "the only one", "overrides the others", "overridden", ...
};

// A kernel, and what counts when several offer themselves, in this order; between them and `serves` stands
// the cost that a kernel states for a node, see choose_kernel.
struct KernelOffer {
  const Kernel* kernel = nullptr;
  std::size_t preference = 0;  // place in --kernels; all that are not named there share the last place
  bool preferred = false;      // named there
  bool overrides = false;      // its manifest says that it wins
  std::int32_t tier = 0;       // higher ones win
  bool serves = false;         // its plugin serves the operator as well
};

using Key = std::pair<std::string, std::string>;  // domain, type

// Plugins are known from their manifests; a library is mapped when something it offers is first asked for.
// The domain "ai.onnx" is spelled "" here, in questions and in answers. Not for use by several threads at
// once.
class Registry {
 public:
  Registry(std::vector<Manifest> manifests, HostTables host);
  ~Registry();  // shuts down

  // Calls shutdown of the plugins, the one mapped last first; nothing of theirs may be used afterwards.
  // Errors: exit_plugin, one changed the process, which is put right.
  Result<Done> shut_down(const ProcessGuard* guard);

  // Plugin ids or kernel backends that go before all others, the best first. Errors: exit_usage for a name
  // that no manifest knows.
  Result<Done> prefer_kernels(const std::vector<std::string>& names);
  // Makes as if the program's own plugins did not have these operators ("MyOp", "acme::MyOp"). Errors:
  // exit_usage for one that they do not have.
  Result<Done> without_builtin(const std::vector<std::string>& operators);

  // The operator that serves `type` of `domain`; nullptr when no manifest claims it. Errors: exit_plugin when
  // the library cannot be used, or two plugins claim the operator and neither overrides.
  Result<const Op*> op(const std::string& domain, const std::string& type);
  // Every claim to an operator, the one that op() follows first, those hidden by without_builtin last.
  [[nodiscard]] std::vector<OpOffer> op_offers(const std::string& domain, const std::string& type) const;
  // The operator as the plugin of `offer`, one of op_offers(domain, type), has it: whoever serves. Errors:
  // exit_plugin when the library cannot be used.
  Result<const Op*> op_of(const OpOffer& offer, const std::string& domain, const std::string& type);
  // All kernels of an operator, best first by what KernelOffer says and then by plugin id; which one computes
  // a node is choose_kernel's to say. A plugin that cannot be used is passed over with a note. Errors:
  // exit_plugin when none is left for that reason.
  Result<std::vector<KernelOffer>> kernel_offers(const std::string& domain, const std::string& type);
  Result<std::vector<const Kernel*>> kernels(const std::string& domain, const std::string& type);
  // The layer operator whose form in `dialect` has this class (and module, where both name one); nullptr when
  // there is none.
  Result<const Op*> layer_of_class(std::int32_t dialect, const std::string& module,
                                   const std::string& class_name);
  // Every pattern of every plugin whose manifest says that it has some, and of every mapped one.
  Result<std::vector<const Pattern*>> patterns();
  // Claimed operators, sorted, without mapping anything.
  [[nodiscard]] std::vector<Claim> claimed() const;
  // The same of one domain.
  [[nodiscard]] std::vector<std::string> claimed(const std::string& domain) const;
  [[nodiscard]] const std::vector<Manifest>& manifests() const;
  // What the user should hear, in order and each once: overrides in force, plugins passed over, what plugins
  // did to the process.
  [[nodiscard]] const std::vector<std::string>& notes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace byom::registry
