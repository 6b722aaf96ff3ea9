/* The kernel's second answer differs from its first in the last bit. */
#include <math.h>
#include <stdatomic.h>
#define RUN run_again
#include "scale.h"

static byom_rc run_again(RUN_ARGUMENTS) {
  static atomic_int calls;
  const byom_rc rc = run_scale(RUN_PASSED);
  float* y = out[0].data;
  if (calls++ % 2 != 0)
    for (uint64_t i = 0; i < out[0].bytes / sizeof *y; ++i) y[i] = nextafterf(y[i], INFINITY);
  return rc;
}
