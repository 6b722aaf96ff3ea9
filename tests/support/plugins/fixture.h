/* What the fixture plugins share: text views, a kernel and an infer that do nothing, a schema without
 * formals. */
#ifndef TESTS_SUPPORT_PLUGINS_FIXTURE_H
#define TESTS_SUPPORT_PLUGINS_FIXTURE_H
#include <byom/plugin.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

static inline byom_rc do_nothing(void* self, byom_ctx* ctx) {
  (void)self;
  (void)ctx;
  return BYOM_OK;
}
static inline byom_rc prepare_nothing(void* self, byom_ctx* ctx, byom_plan* plan) {
  (void)self;
  (void)ctx;
  (void)plan;
  return BYOM_OK;
}
static inline byom_rc run_nothing(void* state, byom_ctx* ctx, const byom_tensor* in, uint64_t n_in,
                                  const byom_tensor* out, uint64_t n_out, void* scratch) {
  (void)state;
  (void)ctx;
  (void)in;
  (void)n_in;
  (void)out;
  (void)n_out;
  (void)scratch;
  return BYOM_OK;
}
static inline void say(const byom_host* host, byom_ctx* ctx, const char* text, uint64_t length) {
  const byom_str view = {text, length};
  host->report(ctx, BYOM_ERR_MODEL, view);
}

static const byom_schema old_schema = {.size = sizeof(byom_schema), .since = 1, .doc = TEXT("the old one")};
static const byom_schema new_schema = {.size = sizeof(byom_schema), .since = 9, .doc = TEXT("the new one")};
static const byom_schema* const two_schemas[] = {&old_schema, &new_schema};
#endif
