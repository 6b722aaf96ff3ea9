/* A function that is no entry is exported. */
#include "scale.h"

BYOM_EXPORT int acme_scale_version(void);
int acme_scale_version(void) {
  return 1;
}
