/* A plugin whose tables have the faults that TAO_BYOM_FAULT names, separated by spaces. Without a fault it
 * has acme::Twice, its kernel, and the pattern TAO_BYOM_PATTERN for the operator TAO_BYOM_BECOMES of domain
 * test. */
#include <stdlib.h>
#include <string.h>

#include "../fixture.h"

static int has(const char* fault) {
  const char* set = getenv("TAO_BYOM_FAULT");
  return set && strstr(set, fault) != NULL;
}

static byom_str text_of(const char* variable) {
  const char* set = getenv(variable);
  const byom_str text = {set, set ? strlen(set) : 0};
  return text;
}

static byom_form form = {.dialect = BYOM_DIALECT_KERAS3, .class_name = TEXT("Twice")};
static const byom_form* forms[] = {&form};
static byom_layer layer = {.size = sizeof layer, .forms = forms, .n_forms = 1};
static const byom_schema* schemas[] = {&old_schema, &new_schema};
static byom_op twice = {
    .size = sizeof twice, .domain = TEXT("acme"), .type = TEXT("Twice"), .schemas = schemas, .n_schemas = 2};
static byom_op thrice = {.size = sizeof thrice,
                         .domain = TEXT("acme"),
                         .type = TEXT("Thrice"),
                         .schemas = schemas,
                         .n_schemas = 2};
static const byom_op* ops[] = {&twice, &thrice, &twice};
static byom_kernel kernel = {.size = sizeof kernel,
                             .domain = TEXT("acme"),
                             .type = TEXT("Twice"),
                             .prepare = prepare_nothing,
                             .run = run_nothing};
static const byom_kernel* kernels[] = {&kernel};
static byom_pattern pattern = {.size = sizeof pattern, .domain = TEXT("test")};
static const byom_pattern* patterns[] = {&pattern};
static byom_plugin plugin = {.size = sizeof plugin,
                             .abi_minor_built = BYOM_ABI_MINOR,
                             .id = TEXT("com.acme.tables"),
                             .ops = ops,
                             .kernels = kernels,
                             .patterns = patterns,
                             .n_ops = 1,
                             .n_kernels = 1};

static void call_nothing(void* arg, uint64_t begin, uint64_t end) {
  (void)arg, (void)begin, (void)end;
}

static void spoil_operators(void) {
  static const byom_str nameless = {0};
  form.size = has("form") ? 0 : sizeof form;
  twice.layer = &layer;
  if (has("listed_twice")) plugin.n_ops = 3;
  if (has("no_type")) plugin.n_ops = 2, thrice.type = nameless;
  if (has("no_schema")) twice.n_schemas = 0;
  if (has("missing_schema")) schemas[1] = NULL;
  if (has("disordered")) schemas[0] = &new_schema, schemas[1] = &old_schema;
  if (has("sizeless_op")) plugin.n_ops = 2, thrice.size = 0;
  if (has("no_ops")) plugin.ops = NULL;
}

static void spoil_plugin(void) {
  static const byom_str nameless = {0};
  if (has("small")) plugin.size = 7;
  if (has("nameless")) plugin.id = nameless;
  if (has("no_kernels")) plugin.kernels = NULL;
  if (has("no_run")) kernel.run = NULL;
  if (has("sizeless_kernel")) kernel.size = 0;
  if (has("sizeless_pattern")) pattern.size = 0, plugin.n_patterns = 1;
}

const byom_plugin* byom_plugin_entry_v1(const byom_host* host, byom_ctx* ctx) {
  pattern.text = text_of("TAO_BYOM_PATTERN");
  pattern.type = text_of("TAO_BYOM_BECOMES");
  plugin.n_patterns = pattern.text.p != NULL;
  spoil_operators();
  spoil_plugin();
  if (has("silent")) return NULL;
  if (has("refuses")) {
    static const byom_str text = TEXT("the license is missing.");
    host->report(ctx, BYOM_ERR_MODEL, text);
    return NULL;
  }
  if (has("parallel") && host->parallel_for(ctx, 8, 1, call_nothing, NULL) != BYOM_OK) return NULL;
  return &plugin;
}
