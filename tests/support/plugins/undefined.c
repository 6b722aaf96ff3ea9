/* Linked without -z defs: something is missing. */
#include "fixture.h"

extern const byom_plugin* defined_nowhere(void);

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host;
  (void)ctx;
  return defined_nowhere();
}
