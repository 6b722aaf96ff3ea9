// Opening of a plugin's library and taking over of its table. The only place that maps foreign code.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>

#include <byom/plugin.h>
#include <byom/result.hpp>

#include "host/registry/manifest.hpp"

namespace byom::registry {

// What the entry function of a plugin is called with.
struct HostTables {
  const byom_host* host = nullptr;
  byom_ctx* load_context = nullptr;
  std::function<std::string()>
      reported;  // what was said through host->report since the last call of this function
};

struct LoadedPlugin {
  byom_plugin table{};  // our copy; the pointers in it lead into the library, which is never unmapped
  std::string
      warning;  // empty, or what the library did to the process while it was opened (it was put right)
};

// What can be known of a plugin without mapping it: its files are there, the interface it was built for is
// ours, the processor has what it needs, the library is one for this machine. Errors as load_plugin.
Result<Done> check_unmapped(const Manifest& manifest, std::uint32_t our_minor = BYOM_ABI_MINOR);

// Maps the manifest's library and calls its entry. Refuses, before any of its code runs, what is no library
// for this machine. Errors: exit_usage for a missing file of a user's manifest, else exit_plugin; each names
// the library, the cause and the way out.
Result<LoadedPlugin> load_plugin(const Manifest& manifest, const HostTables& host);

// Maps the library and calls its entry without care for the process, for those who watch what that does. Only
// checks have use for it. Errors as load_plugin's.
Result<Done> enter_library(const Manifest& manifest, const HostTables& host);

// Copies what both sides know of a table that starts with its size; the rest is zero, size becomes ours.
template <class Table>
Table copy_table(const Table& theirs) {
  Table ours{};
  std::uint32_t size = 0;
  std::memcpy(&size, &theirs, sizeof size);
  std::memcpy(&ours, &theirs, std::min<std::size_t>(size, sizeof ours));
  ours.size = sizeof ours;
  return ours;
}

}  // namespace byom::registry
