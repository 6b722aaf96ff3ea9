/* Tables of another age: the plugin's is older and ends before `patterns`, its operator's is newer and
 * longer. */
#include "fixture.h"

static const struct {
  byom_op op;
  uint64_t from_the_future[4];
} newer = {.op = {.size = sizeof newer, .type = TEXT("Newer"), .schemas = two_schemas, .n_schemas = 1},
           .from_the_future = {~0ull, ~0ull, ~0ull, ~0ull}};
static const byom_op* const ops[] = {&newer.op};

/* What lies beyond `size` is garbage that a host must not read. */
static const byom_plugin plugin = {.size = offsetof(byom_plugin, extension),
                                   .abi_minor_built = 9,
                                   .id = TEXT("test.other_sizes"),
                                   .ops = ops,
                                   .n_ops = 1,
                                   .extension = (const void* (*)(void*, byom_str))0x5a5a,
                                   .shutdown = (void (*)(void*))0x5a5a};

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host;
  (void)ctx;
  return &plugin;
}
