/* What another thread than the caller's computes differs in the last bit. */
#include <math.h>
#include <pthread.h>
#include <unistd.h>
#define RUN run_on_threads
#include "scale.h"

struct called_job {
  struct job job;
  pthread_t caller;
};

static void other_piece(void* arg, uint64_t begin, uint64_t end) {
  struct called_job* called = arg;
  scale_piece(&called->job, begin, end);
  if (pthread_equal(pthread_self(), called->caller)) {
    usleep(2000); /* leaves the next piece to others */
    return;
  }
  for (uint64_t i = begin; i < end; ++i) called->job.y[i] = nextafterf(called->job.y[i], INFINITY);
}

static byom_rc run_on_threads(RUN_ARGUMENTS) {
  (void)state, (void)n_in, (void)n_out, (void)scratch;
  byom_attr factor;
  const byom_rc rc = host->view->attr(ctx, factor_name, &factor);
  if (rc != BYOM_OK) return rc;
  struct called_job job = {{in[0].data, out[0].data, factor.v.f[0]}, pthread_self()};
  const uint64_t n = in[0].bytes / sizeof(float);
  return host->parallel_for(ctx, n, n / 4 + 1, other_piece, &job);
}
