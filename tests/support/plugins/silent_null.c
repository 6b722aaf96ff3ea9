/* Refuses to serve, and does not say why. */
#include "fixture.h"

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host;
  (void)ctx;
  return 0;
}
