/* The kernel uses its input as scratch memory. */
#define RUN run_in_place
#include "scale.h"

static byom_rc run_in_place(RUN_ARGUMENTS) {
  const byom_rc rc = run_scale(RUN_PASSED);
  if (in[0].bytes > 0) ((float*)in[0].data)[0] += 1;
  return rc;
}
