/* Loading sets an environment variable. */
#include <stdlib.h>
#define AT_ENTRY setenv("ACME_LOADED", "1", 1);
#include "scale.h"
