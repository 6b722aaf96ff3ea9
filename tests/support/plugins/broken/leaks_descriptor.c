/* The kernel opens a file and forgets it. */
#include <fcntl.h>
#define RUN run_and_open
#include "scale.h"

static byom_rc run_and_open(RUN_ARGUMENTS) {
  return open("/dev/null", O_RDONLY) < 0 ? BYOM_ERR_BUG : run_scale(RUN_PASSED);
}
