/* Built for the interface that comes after ours. */
#include "fixture.h"

BYOM_EXPORT const void* byom_plugin_entry_v2(const void* host, void* ctx);
const void* byom_plugin_entry_v2(const void* host, void* ctx) {
  (void)host;
  (void)ctx;
  return 0;
}
