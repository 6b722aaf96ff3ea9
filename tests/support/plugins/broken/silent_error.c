/* infer refuses vectors without a word. */
#define INFER infer_silently
#include "scale.h"

static byom_rc infer_silently(FACET_ARGUMENTS) {
  byom_desc x;
  const byom_rc rc = host->view->input(ctx, 0, &x);
  if (rc == BYOM_OK && x.rank == 1) return BYOM_ERR_MODEL;
  return infer_scale(self, ctx);
}
