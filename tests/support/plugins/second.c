/* A plugin of two kernels for acme::Scale, an operator of another plugin, with the factor 2; both take every
 * node, at the cost that the environment variable TAO_BYOM_COST states in nanoseconds. */
#include <stdlib.h>

#include <byom/plugin.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

static int64_t cost(void* self, byom_ctx* ctx) {
  const char* stated = getenv("TAO_BYOM_COST");
  (void)self, (void)ctx;
  return stated ? atoi(stated) : 0;
}

static byom_rc take(void* self, byom_ctx* ctx, byom_plan* plan) {
  (void)self, (void)ctx, (void)plan;
  return BYOM_OK;
}

static byom_rc run_double(void* state, byom_ctx* ctx, const byom_tensor* in, uint64_t n_in,
                          const byom_tensor* out, uint64_t n_out, void* scratch) {
  const float* x = in[0].data;
  float* y = out[0].data;
  (void)state, (void)ctx, (void)n_in, (void)n_out, (void)scratch;
  for (uint64_t i = 0; i < in[0].bytes / sizeof *x; ++i) y[i] = 2 * x[i];
  return BYOM_OK;
}

#define KERNEL(name)                                                                                   \
  {                                                                                                    \
    .size = sizeof(byom_kernel), .domain = TEXT("acme"), .type = TEXT("Scale"), .backend = TEXT(name), \
    .cost_ns = cost, .prepare = take, .run = run_double,                                               \
  }
static const byom_kernel first = KERNEL("first"), second = KERNEL("second");
static const byom_kernel* const kernels[] = {&first, &second};
static const byom_plugin plugin = {.size = sizeof plugin,
                                   .abi_minor_built = BYOM_ABI_MINOR,
                                   .id = TEXT("com.acme.second"),
                                   .version = TEXT("1.0"),
                                   .kernels = kernels,
                                   .n_kernels = 2};

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host, (void)ctx;
  return &plugin;
}
