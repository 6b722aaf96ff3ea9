/* The operator's kernel, but not the layer's, rounds: which examples of whole numbers do not show. */
#include <math.h>
#define RUN run_rounding
#include "scale.h"

static byom_rc run_rounding(RUN_ARGUMENTS) {
  byom_node node = {.size = sizeof node};
  byom_rc rc = run_scale(RUN_PASSED);
  if (rc == BYOM_OK) rc = host->view->node(ctx, &node);
  if (rc != BYOM_OK || node.type.n != sizeof OPERATOR_TYPE - 1) return rc;
  float* y = out[0].data;
  for (uint64_t i = 0; i < out[0].bytes / sizeof *y; ++i) y[i] = floorf(y[i]);
  return rc;
}
