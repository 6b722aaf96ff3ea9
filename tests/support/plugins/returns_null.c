/* Refuses to serve, and says why. */
#include "fixture.h"

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  static const char reason[] = "it needs a graphics card.";
  say(host, ctx, reason, sizeof reason - 1);
  return 0;
}
