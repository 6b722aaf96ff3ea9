/* The kernel prints on standard output. */
#include <stdio.h>
#define RUN run_and_print
#include "scale.h"

static byom_rc run_and_print(RUN_ARGUMENTS) {
  puts("scaling");
  return run_scale(RUN_PASSED);
}
