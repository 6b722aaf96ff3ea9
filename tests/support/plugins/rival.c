/* A second plugin with an operator and a faster kernel of the same name as good.c's. */
#include "fixture.h"

static const byom_op twice = {.size = sizeof twice,
                              .type = TEXT("Twice"),
                              .schemas = two_schemas,
                              .n_schemas = 1,
                              .infer = do_nothing,
                              .translate = do_nothing};
static const byom_op* const ops[] = {&twice};
static const byom_kernel kernel = {.size = sizeof kernel,
                                   .tier = 5,
                                   .type = TEXT("Twice"),
                                   .backend = TEXT("fast"),
                                   .prepare = prepare_nothing,
                                   .run = run_nothing};
static const byom_kernel* const kernels[] = {&kernel};
static const byom_plugin plugin = {.size = sizeof plugin,
                                   .id = TEXT("test.rival"),
                                   .version = TEXT("3"),
                                   .ops = ops,
                                   .kernels = kernels,
                                   .n_ops = 1,
                                   .n_kernels = 1};

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host;
  (void)ctx;
  return &plugin;
}
