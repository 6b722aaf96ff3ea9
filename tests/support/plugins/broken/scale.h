/* acme::Scale, factor * x, with a Keras layer of its own: an operator without fault. A broken plugin defines
 * one of the names that stand in capitals here before it includes this file, and so has one fault. */
#ifndef TESTS_SUPPORT_PLUGINS_BROKEN_SCALE_H
#define TESTS_SUPPORT_PLUGINS_BROKEN_SCALE_H
#include <byom/plugin.h>

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }
#define FACET_ARGUMENTS void *self, byom_ctx *ctx
#define RUN_ARGUMENTS                                                                                       \
  void *state, byom_ctx *ctx, const byom_tensor *in, uint64_t n_in, const byom_tensor *out, uint64_t n_out, \
      void *scratch
#define RUN_PASSED state, ctx, in, n_in, out, n_out, scratch

#ifndef OPERATOR_DOMAIN
#define OPERATOR_DOMAIN "acme"
#define OPERATOR_TYPE "Scale"
#endif
#ifndef INFER
#define INFER infer_scale
#endif
#ifndef TRANSLATE
#define TRANSLATE translate_scale
#endif
#ifndef RUN
#define RUN run_scale
#endif
#ifndef PREPARE
#define PREPARE prepare_scale
#endif
#ifndef RELEASE
#define RELEASE release_nothing
#endif
#ifndef ACCEPT /* and, as the rest of its table, the cost of a kernel and the end of the plugin */
#define ACCEPT NULL
#define COST NULL
#define SHUTDOWN NULL
#endif
#ifndef LAYOUT
#define LAYOUT BYOM_LAYOUT_TRANSPARENT
#endif
#ifndef INPUT_DOC
#define INPUT_DOC "any shape"
#endif
#ifndef EXAMPLE_OUTPUT
#define EXAMPLE_OUTPUT \
  { 0, 2, -6, 8 }
#endif
#ifndef FORM
#define FORM .kind = BYOM_FORM_CUSTOM, .class_name = TEXT("ScaleLayer")
#endif
#ifndef PYTHON_CALL
#define PYTHON_CALL "        return inputs * self.factor\n"
#endif

static const byom_host* host;

static byom_rc INFER(FACET_ARGUMENTS);
static byom_rc TRANSLATE(FACET_ARGUMENTS);
static byom_rc RUN(RUN_ARGUMENTS);
static byom_rc PREPARE(void* self, byom_ctx* ctx, byom_plan* plan);
static void RELEASE(void* state);

static byom_rc refuse(byom_ctx* ctx) {
  static const byom_str text = TEXT("only tensors of type float are served");
  host->report(ctx, BYOM_ERR_MODEL, text);
  return BYOM_ERR_MODEL;
}

static const byom_str factor_name = TEXT("factor");

static byom_rc infer_scale(FACET_ARGUMENTS) {
  (void)self;
  byom_desc x;
  const byom_rc rc = host->view->input(ctx, 0, &x);
  if (rc != BYOM_OK) return rc;
  if (x.dtype != BYOM_FLOAT) return refuse(ctx);
  const byom_desc y = {.dims = x.dims, .dtype = x.dtype, .rank = x.rank};
  return host->view->output(ctx, 0, &y);
}

static byom_rc translate_scale(FACET_ARGUMENTS) {
  (void)self;
  byom_attr factor;
  byom_val x = 0, y = 0;
  byom_rc rc = host->view->attr(ctx, factor_name, &factor);
  if (rc == BYOM_OK) rc = host->build->input(ctx, 0, &x);
  if (rc != BYOM_OK) return rc;
  factor.name = factor_name;
  const byom_call call = {.size = sizeof call,
                          .domain = TEXT("acme"),
                          .type = TEXT("ScaleLayer"),
                          .config = &factor,
                          .in = &x,
                          .out = &y,
                          .n_config = 1,
                          .n_in = 1,
                          .n_out = 1};
  rc = host->build->call(ctx, &call);
  return rc != BYOM_OK ? rc : host->build->output(ctx, 0, y);
}

static byom_rc prepare_scale(void* self, byom_ctx* ctx, byom_plan* plan) {
  (void)self, (void)ctx, (void)plan;
  return BYOM_OK;
}

struct job {
  const float* x;
  float* y;
  float factor;
};

static void scale_piece(void* arg, uint64_t begin, uint64_t end) {
  const struct job* job = arg;
  for (uint64_t i = begin; i < end; ++i) job->y[i] = job->factor * job->x[i];
}

static byom_rc run_scale(RUN_ARGUMENTS) {
  (void)state, (void)n_in, (void)n_out, (void)scratch;
  byom_attr factor;
  const byom_rc rc = host->view->attr(ctx, factor_name, &factor);
  if (rc != BYOM_OK) return rc;
  struct job job = {in[0].data, out[0].data, factor.v.f[0]};
  return host->parallel_for(ctx, in[0].bytes / sizeof(float), 1 << 14, scale_piece, &job);
}

static void release_nothing(void* state) {
  (void)state;
}

static const byom_formal x_formal = {.name = TEXT("x"), .types = TEXT("float"), .doc = TEXT(INPUT_DOC)};
static const byom_formal y_formal = {.name = TEXT("y"), .types = TEXT("float"), .doc = TEXT("shape of x")};
static const float two = 2;
static const byom_formal factor_formal = {
    .name = TEXT("factor"),
    .doc = TEXT("what x is multiplied with"),
    .preset = {.name = TEXT("factor"), .type = BYOM_ATTR_FLOAT, .count = 1, .v = {.f = &two}}};

static const int64_t two_by_two[] = {2, 2};
static float given[] = {0, 1, -3, 4}, expected[] = EXAMPLE_OUTPUT;
static const byom_tensor example_in = {
    .data = given, .shape = two_by_two, .bytes = sizeof given, .dtype = BYOM_FLOAT, .rank = 2};
static const byom_tensor example_out = {
    .data = expected, .shape = two_by_two, .bytes = sizeof expected, .dtype = BYOM_FLOAT, .rank = 2};
static const byom_example example = {
    .name = TEXT("both signs"), .in = &example_in, .out = &example_out, .n_in = 1, .n_out = 1};

static const byom_schema schema = {.size = sizeof schema,
                                   .since = 1,
                                   .doc = TEXT("factor * x."),
                                   .inputs = &x_formal,
                                   .outputs = &y_formal,
                                   .attrs = &factor_formal,
                                   .examples = &example,
                                   .n_inputs = 1,
                                   .n_outputs = 1,
                                   .n_attrs = 1,
                                   .n_examples = 1};
static const byom_schema* const schemas[] = {&schema};

static const byom_form keras2 = {.size = sizeof keras2, .dialect = BYOM_DIALECT_KERAS2, FORM};
static const byom_form keras3 = {.size = sizeof keras3, .dialect = BYOM_DIALECT_KERAS3, FORM};
static const byom_form* const forms[] = {&keras2, &keras3};
static const char python[] =
    "class ScaleLayer(layers.Layer):\n"
    "    \"\"\"factor * inputs.\"\"\"\n\n"
    "    def __init__(self, factor=2.0, **kwargs):\n"
    "        super().__init__(**kwargs)\n"
    "        self.factor = factor\n\n"
    "    def call(self, inputs):\n" PYTHON_CALL
    "\n"
    "    def get_config(self):\n"
    "        return {**super().get_config(), \"factor\": self.factor}\n";
static const byom_layer layer = {
    .size = sizeof layer, .forms = forms, .n_forms = 2, .python = {python, sizeof python - 1}};

static const byom_op scale = {.size = sizeof scale,
                              .layout = LAYOUT,
                              .domain = TEXT(OPERATOR_DOMAIN),
                              .type = TEXT(OPERATOR_TYPE),
                              .schemas = schemas,
                              .n_schemas = 1,
                              .accept = ACCEPT,
                              .infer = INFER,
                              .translate = TRANSLATE};
static const byom_op scale_layer = {.size = sizeof scale_layer,
                                    .layout = LAYOUT,
                                    .domain = TEXT("acme"),
                                    .type = TEXT("ScaleLayer"),
                                    .schemas = schemas,
                                    .n_schemas = 1,
                                    .layer = &layer,
                                    .infer = INFER};
static const byom_op* const ops[] = {&scale, &scale_layer};

static const byom_kernel kernel = {.size = sizeof kernel,
                                   .domain = TEXT(OPERATOR_DOMAIN),
                                   .type = TEXT(OPERATOR_TYPE),
                                   .backend = TEXT("reference"),
                                   .prepare = PREPARE,
                                   .run = RUN,
                                   .release = RELEASE,
                                   .cost_ns = COST};
static const byom_kernel layer_kernel = {.size = sizeof layer_kernel,
                                         .domain = TEXT("acme"),
                                         .type = TEXT("ScaleLayer"),
                                         .backend = TEXT("reference"),
                                         .prepare = PREPARE,
                                         .run = RUN,
                                         .release = RELEASE,
                                         .cost_ns = COST};
static const byom_kernel* const kernels[] = {&kernel, &layer_kernel};

static const byom_plugin plugin = {.size = sizeof plugin,
                                   .abi_minor_built = BYOM_ABI_MINOR,
                                   .id = TEXT("com.acme.scale"),
                                   .version = TEXT("1.0"),
                                   .ops = ops,
                                   .kernels = kernels,
                                   .n_ops = 2,
                                   .n_kernels = 2,
                                   .shutdown = SHUTDOWN};

#ifndef AT_ENTRY
#define AT_ENTRY
#endif
const byom_plugin* byom_plugin_entry_v1(const byom_host* caller, byom_ctx* ctx) {
  (void)ctx;
  host = caller;
  AT_ENTRY
  return &plugin;
}
#endif
