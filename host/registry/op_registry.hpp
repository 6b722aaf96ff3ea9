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

using Key = std::pair<std::string, std::string>;  // domain, type

// Plugins are known from their manifests; a library is mapped when something it offers is first asked for.
// The domain "ai.onnx" is spelled "" here, in questions and in answers. Not for use by several threads at
// once.
class Registry {
 public:
  Registry(std::vector<Manifest> manifests, HostTables host);
  ~Registry();  // calls shutdown of the plugins, the one mapped last first

  // Plugin ids or kernel backends that go before all others, the best first. Errors: exit_usage for a name
  // that no manifest knows.
  Result<Done> prefer_kernels(const std::vector<std::string>& names);
  // Makes as if the program's own plugins did not have these operators ("MyOp", "acme::MyOp"). Errors:
  // exit_usage for one that they do not have.
  Result<Done> without_builtin(const std::vector<std::string>& operators);

  // The operator that serves `type` of `domain`; nullptr when no manifest claims it. Errors: exit_plugin when
  // the library cannot be used, or two plugins claim the operator and neither overrides.
  Result<const Op*> op(const std::string& domain, const std::string& type);
  // All kernels of an operator, best first: preferred ones, tier, the plugin that serves the operator, plugin
  // id. A plugin that cannot be used is passed over with a note. Errors: exit_plugin when none is left for
  // that reason.
  Result<std::vector<const Kernel*>> kernels(const std::string& domain, const std::string& type);
  // The layer operator whose form in `dialect` has this class (and module, where both name one); nullptr when
  // there is none.
  Result<const Op*> layer_of_class(std::int32_t dialect, const std::string& module,
                                   const std::string& class_name);
  // Every pattern of every plugin whose manifest says that it has some, and of every mapped one.
  Result<std::vector<const Pattern*>> patterns();
  // Claimed operators of a domain, sorted, without mapping anything.
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
