/* A plugin without fault in its source; some are made of it by faults in the way it is linked. */
#include "scale.h"
