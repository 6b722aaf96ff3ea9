/* Tables that contradict themselves; FAULT picks how. */
#include "fixture.h"

static const byom_op op = {.size = sizeof op, .type = TEXT("Twice"), .schemas = two_schemas, .n_schemas = 2};
#if FAULT == 1 /* listed twice */
static const byom_op* const ops[] = {&op, &op};
#define OPS ops
#define N_OPS 2
#elif FAULT == 2 /* a table without size */
static const byom_op sizeless = {.type = TEXT("Sizeless")};
static const byom_op* const ops[] = {&op, &sizeless};
#define OPS ops
#define N_OPS 2
#elif FAULT == 3 /* counted, not given */
#define OPS 0
#define N_OPS 3
#elif FAULT == 4 /* schemas in the wrong order */
static const byom_schema* const backwards[] = {&new_schema, &old_schema};
static const byom_op disordered = {
    .size = sizeof op, .type = TEXT("Twice"), .schemas = backwards, .n_schemas = 2};
static const byom_op* const ops[] = {&disordered};
#define OPS ops
#define N_OPS 1
#endif
static const byom_plugin plugin = {
    .size = sizeof plugin, .id = TEXT("test.bad_tables"), .ops = OPS, .n_ops = N_OPS};

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host;
  (void)ctx;
  return &plugin;
}
