/* The kernel never ends. */
#define RUN run_for_ever
#include "scale.h"

static byom_rc run_for_ever(RUN_ARGUMENTS) {
  for (volatile int forever = 1; forever;) {
  }
  return run_scale(RUN_PASSED);
}
