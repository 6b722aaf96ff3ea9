/* The translation multiplies with 2, whatever the factor. */
#define TRANSLATE translate_twice
#include "scale.h"

static byom_rc translate_twice(FACET_ARGUMENTS) {
  (void)self;
  byom_val x = 0, y = 0;
  byom_rc rc = host->build->input(ctx, 0, &x);
  if (rc != BYOM_OK) return rc;
  const byom_call call = {.size = sizeof call,
                          .domain = TEXT("acme"),
                          .type = TEXT("ScaleLayer"),
                          .in = &x,
                          .out = &y,
                          .n_in = 1,
                          .n_out = 1};
  rc = host->build->call(ctx, &call);
  return rc != BYOM_OK ? rc : host->build->output(ctx, 0, y);
}
