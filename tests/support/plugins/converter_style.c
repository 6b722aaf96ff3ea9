/* The library behind a custom_meta.json written by hand: its operators have names of their own. */
#include "fixture.h"

static const byom_op convert = {.size = sizeof convert,
                                .type = TEXT("convert_erf"),
                                .schemas = two_schemas,
                                .n_schemas = 1,
                                .infer = do_nothing,
                                .translate = do_nothing};
static const byom_op hidden = {.size = sizeof hidden,
                               .domain = TEXT("keras"),
                               .type = TEXT("Erf"),
                               .schemas = two_schemas,
                               .n_schemas = 1,
                               .infer = do_nothing};
static const byom_op* const ops[] = {&convert, &hidden};
static const byom_kernel kernel = {
    .size = sizeof kernel, .type = TEXT("convert_erf"), .prepare = prepare_nothing, .run = run_nothing};
static const byom_kernel* const kernels[] = {&kernel};
static const byom_plugin plugin = {.size = sizeof plugin,
                                   .id = TEXT("test.converter_style"),
                                   .ops = ops,
                                   .kernels = kernels,
                                   .n_ops = 2,
                                   .n_kernels = 1};

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host;
  (void)ctx;
  return &plugin;
}
