/* The kernel changes the locale of the program. */
#include <locale.h>
#define RUN run_in_locale
#include "scale.h"

static byom_rc run_in_locale(RUN_ARGUMENTS) {
  setlocale(LC_NUMERIC, "C.UTF-8");
  return run_scale(RUN_PASSED);
}
