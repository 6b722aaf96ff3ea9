/* The kernel multiplies with 2, whatever the factor. */
#define RUN run_twice
#include "scale.h"

static byom_rc run_twice(RUN_ARGUMENTS) {
  (void)state, (void)n_in, (void)n_out, (void)scratch;
  struct job job = {in[0].data, out[0].data, 2};
  return host->parallel_for(ctx, in[0].bytes / sizeof(float), 1 << 14, scale_piece, &job);
}
