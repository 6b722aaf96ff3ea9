/* A plugin without fault: an operator, its Keras layer, a kernel for each, a pattern. */
#include "fixture.h"

static const byom_form form2 = {.size = sizeof form2,
                                .dialect = BYOM_DIALECT_KERAS2,
                                .kind = BYOM_FORM_CUSTOM,
                                .class_name = TEXT("TwiceLayer")};
static const byom_form form3 = {.size = sizeof form3,
                                .dialect = BYOM_DIALECT_KERAS3,
                                .kind = BYOM_FORM_LAYER,
                                .module = TEXT("keras.layers"),
                                .class_name = TEXT("Rescaling")};
static const byom_form* const forms[] = {&form2, &form3};
static const byom_layer layer = {.size = sizeof layer, .forms = forms, .n_forms = 2};

static const byom_op twice = {.size = sizeof twice,
                              .domain = TEXT("ai.onnx"),
                              .type = TEXT("Twice"),
                              .schemas = two_schemas,
                              .n_schemas = 2,
                              .infer = do_nothing,
                              .translate = do_nothing};
static const byom_op twice_layer = {.size = sizeof twice_layer,
                                    .domain = TEXT("keras"),
                                    .type = TEXT("Twice"),
                                    .schemas = two_schemas,
                                    .n_schemas = 1,
                                    .layer = &layer,
                                    .infer = do_nothing};
static const byom_op* const ops[] = {&twice, &twice_layer};

static const byom_kernel kernel = {.size = sizeof kernel,
                                   .tier = 0,
                                   .type = TEXT("Twice"),
                                   .backend = TEXT("reference"),
                                   .prepare = prepare_nothing,
                                   .run = run_nothing};
static const byom_kernel layer_kernel = {.size = sizeof kernel,
                                         .tier = 0,
                                         .domain = TEXT("keras"),
                                         .type = TEXT("Twice"),
                                         .backend = TEXT("reference"),
                                         .prepare = prepare_nothing,
                                         .run = run_nothing};
static const byom_kernel* const kernels[] = {&kernel, &layer_kernel};

static const byom_pattern pattern = {
    .size = sizeof pattern, .text = TEXT("y = Add(x, x)"), .domain = TEXT(""), .type = TEXT("Twice")};
static const byom_pattern* const patterns[] = {&pattern};

static const byom_plugin plugin = {.size = sizeof plugin,
                                   .id = TEXT("test.good"),
                                   .version = TEXT("1.2"),
                                   .ops = ops,
                                   .kernels = kernels,
                                   .patterns = patterns,
                                   .n_ops = 2,
                                   .n_kernels = 2,
                                   .n_patterns = 1};

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  (void)host;
  (void)ctx;
  return &plugin;
}
