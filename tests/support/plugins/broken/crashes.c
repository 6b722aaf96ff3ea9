/* The kernel reads address 0. */
#define RUN run_and_crash
#include "scale.h"

static byom_rc run_and_crash(RUN_ARGUMENTS) {
  volatile int* nowhere = 0;
  return *nowhere == 1 ? BYOM_ERR_BUG : run_scale(RUN_PASSED);
}
