/* translate never ends. */
#define TRANSLATE translate_for_ever
#include "scale.h"

static byom_rc translate_for_ever(FACET_ARGUMENTS) {
  for (volatile int forever = 1; forever;) {
  }
  return translate_scale(self, ctx);
}
