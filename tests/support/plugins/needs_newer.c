/* Needs a table of the host that this host does not have yet. */
#include "fixture.h"

static const byom_plugin plugin = {
    .size = sizeof plugin, .abi_minor_built = 9, .abi_minor_needed = 7, .id = TEXT("test.needs_newer")};

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host;
  (void)ctx;
  return &plugin;
}
