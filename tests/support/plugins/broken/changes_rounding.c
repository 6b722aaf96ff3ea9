/* infer leaves another rounding mode behind. */
#include <fenv.h>
#define INFER infer_upward
#include "scale.h"

static byom_rc infer_upward(FACET_ARGUMENTS) {
  fesetround(FE_UPWARD);
  return infer_scale(self, ctx);
}
