/* A plugin of one kernel, for an operator of another plugin; it declines whatever it is asked. */
#include <byom/plugin.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

static const byom_host* host;

static byom_rc decline(void* self, byom_ctx* ctx, byom_plan* plan) {
  static const byom_str text = TEXT("serves tensors of a million elements and more");
  (void)self, (void)plan;
  host->report(ctx, BYOM_DECLINE, text);
  return BYOM_DECLINE;
}

static byom_rc run_nothing(void* state, byom_ctx* ctx, const byom_tensor* in, uint64_t n_in,
                           const byom_tensor* out, uint64_t n_out, void* scratch) {
  (void)state, (void)ctx, (void)in, (void)n_in, (void)out, (void)n_out, (void)scratch;
  return BYOM_OK;
}

static void release_nothing(void* state) {
  (void)state;
}

static const byom_kernel kernel = {.size = sizeof kernel,
                                   .tier = 5,
                                   .domain = TEXT("acme"),
                                   .type = TEXT("Scale"),
                                   .backend = TEXT("picky"),
                                   .prepare = decline,
                                   .run = run_nothing,
                                   .release = release_nothing};
static const byom_kernel* const kernels[] = {&kernel};
static const byom_plugin plugin = {.size = sizeof plugin,
                                   .abi_minor_built = BYOM_ABI_MINOR,
                                   .id = TEXT("com.acme.picky"),
                                   .version = TEXT("2.1"),
                                   .kernels = kernels,
                                   .n_kernels = 1};

const byom_plugin* byom_plugin_entry_v1(const byom_host* caller, byom_ctx* ctx) {
  (void)ctx;
  host = caller;
  return &plugin;
}
