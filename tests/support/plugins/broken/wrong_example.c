/* The worked example says 7 where 2 * 4 is meant. */
#define EXAMPLE_OUTPUT \
  { 0, 2, -6, 7 }
#include "scale.h"
