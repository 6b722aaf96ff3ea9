// A mapped plugin's tables, copied and checked: what Registry hands out.
#pragma once

#include <deque>
#include <memory>

#include "host/registry/op_registry.hpp"

namespace byom::registry {

struct PluginTables {
  Plugin plugin;
  std::deque<Op> ops;  // addresses are handed out
  std::deque<Kernel> kernels;
  std::deque<Pattern> patterns;

  [[nodiscard]] const Op* op(const Claim& key) const;
};

// Copies every table. Errors (exit_plugin): a table that is missing, cut short or contradicts itself, and a
// claim of the manifest that the library does not keep.
Result<std::unique_ptr<PluginTables>> take_tables(const Manifest& manifest, const LoadedPlugin& loaded);

}  // namespace byom::registry
