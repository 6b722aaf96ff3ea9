/* Calls itself transparent and adds the index of the column. */
#define RUN run_by_column
#define EXAMPLE_OUTPUT \
  { 0, 3, -6, 9 }
#define PYTHON_CALL "        return inputs * self.factor + np.arange(inputs.shape[-1], dtype='float32')\n"
#include "scale.h"

static byom_rc run_by_column(RUN_ARGUMENTS) {
  const byom_rc rc = run_scale(RUN_PASSED);
  const int64_t columns = in[0].rank > 0 ? in[0].shape[in[0].rank - 1] : 1;
  float* y = out[0].data;
  for (uint64_t i = 0; i < out[0].bytes / sizeof *y; ++i) y[i] += (float)((int64_t)i % columns);
  return rc;
}
