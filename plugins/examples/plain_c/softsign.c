// Softsign in plain C11, against byom/plugin.h alone: y = x / (1 + |x|), as Keras's Activation layer.
#include <math.h>

#include <byom/plugin.h>

#define TEXT(s) \
  { s, sizeof(s) - 1 }

static const byom_host* host;

static byom_rc refuse(byom_ctx* ctx) {
  static const byom_str text = TEXT("only tensors of type float are served");
  host->report(ctx, BYOM_ERR_MODEL, text);
  return BYOM_ERR_MODEL;
}

static byom_rc infer(void* self, byom_ctx* ctx) {
  (void)self;
  byom_desc x;
  const byom_rc rc = host->view->input(ctx, 0, &x);
  if (rc != BYOM_OK) return rc;
  if (x.dtype != BYOM_FLOAT) return refuse(ctx);
  const byom_desc y = {.dims = x.dims, .dtype = x.dtype, .rank = x.rank};
  return host->view->output(ctx, 0, &y);
}

static byom_rc translate(void* self, byom_ctx* ctx) {
  (void)self;
  static const byom_str softsign = TEXT("softsign");
  const byom_attr config = {
      .name = TEXT("activation"), .type = BYOM_ATTR_STRING, .count = 1, .v = {.s = &softsign}};
  byom_val x = 0, y = 0;
  byom_rc rc = host->build->input(ctx, 0, &x);
  if (rc != BYOM_OK) return rc;
  const byom_call call = {.size = sizeof call,
                          .domain = TEXT("keras"),
                          .type = TEXT("Activation"),
                          .config = &config,
                          .in = &x,
                          .out = &y,
                          .n_config = 1,
                          .n_in = 1,
                          .n_out = 1};
  rc = host->build->call(ctx, &call);
  return rc != BYOM_OK ? rc : host->build->output(ctx, 0, y);
}

// Nothing is prepared and no scratch is needed: the plan stays as it came.
static byom_rc prepare(void* self, byom_ctx* ctx, byom_plan* plan) {
  (void)self, (void)ctx, (void)plan;
  return BYOM_OK;
}

struct job {
  const float* x;
  float* y;
};

static void piece(void* arg, uint64_t begin, uint64_t end) {
  const struct job* job = arg;
  for (uint64_t i = begin; i < end; ++i) job->y[i] = job->x[i] / (1 + fabsf(job->x[i]));
}

static byom_rc run(void* state, byom_ctx* ctx, const byom_tensor* in, uint64_t n_in, const byom_tensor* out,
                   uint64_t n_out, void* scratch) {
  (void)state, (void)n_in, (void)n_out, (void)scratch;
  struct job job = {in[0].data, out[0].data};
  return host->parallel_for(ctx, in[0].bytes / sizeof(float), 1 << 14, piece, &job);
}

static void release(void* state) {
  (void)state;
}

static const byom_formal x_formal = {.name = TEXT("input"), .types = TEXT("float"), .doc = TEXT("any shape")};
static const byom_formal y_formal = {
    .name = TEXT("output"), .types = TEXT("float"), .doc = TEXT("shape of the input")};

static const int64_t three[] = {3};
static float given[] = {0, 1, -3}, expected[] = {0, 0.5F, -0.75F};
static const byom_tensor example_in = {
    .data = given, .shape = three, .bytes = sizeof given, .dtype = BYOM_FLOAT, .rank = 1};
static const byom_tensor example_out = {
    .data = expected, .shape = three, .bytes = sizeof expected, .dtype = BYOM_FLOAT, .rank = 1};
static const byom_example example = {
    .name = TEXT("both signs"), .in = &example_in, .out = &example_out, .n_in = 1, .n_out = 1};

static const byom_schema schema = {.size = sizeof schema,
                                   .since = 1,
                                   .doc = TEXT("x / (1 + |x|)."),
                                   .inputs = &x_formal,
                                   .outputs = &y_formal,
                                   .examples = &example,
                                   .n_inputs = 1,
                                   .n_outputs = 1,
                                   .n_examples = 1};
static const byom_schema* const schemas[] = {&schema};

static const byom_op op = {.size = sizeof op,
                           .layout = BYOM_LAYOUT_TRANSPARENT,
                           .type = TEXT("Softsign"),
                           .schemas = schemas,
                           .n_schemas = 1,
                           .infer = infer,
                           .translate = translate};
static const byom_op* const ops[] = {&op};

static const byom_kernel kernel = {.size = sizeof kernel,
                                   .type = TEXT("Softsign"),
                                   .backend = TEXT("reference"),
                                   .prepare = prepare,
                                   .run = run,
                                   .release = release};
static const byom_kernel* const kernels[] = {&kernel};

static const byom_plugin plugin = {.size = sizeof plugin,
                                   .abi_minor_built = BYOM_ABI_MINOR,
                                   .id = TEXT("com.acme.plain-c"),
                                   .version = TEXT("1.0.0"),
                                   .ops = ops,
                                   .kernels = kernels,
                                   .n_ops = 1,
                                   .n_kernels = 1};

const byom_plugin* byom_plugin_entry_v1(const byom_host* caller, byom_ctx* ctx) {
  (void)ctx;
  host = caller;
  return &plugin;
}
