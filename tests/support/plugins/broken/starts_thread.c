/* The kernel starts a thread that stays. */
#include <pthread.h>
#include <unistd.h>
#define RUN run_with_thread
#include "scale.h"

static void* wait_for_ever(void* arg) {
  for (;;) pause();
  return arg;
}

static byom_rc run_with_thread(RUN_ARGUMENTS) {
  static pthread_t thread;
  static int started;
  if (!started) started = pthread_create(&thread, 0, wait_for_ever, 0) == 0;
  return run_scale(RUN_PASSED);
}
