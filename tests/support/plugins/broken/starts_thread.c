/* The kernel starts a thread that stays. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>
#define RUN run_with_thread
#include "scale.h"

static void* wait_for_ever(void* arg) {
  for (;;) pause();
  return arg;
}

static byom_rc run_with_thread(RUN_ARGUMENTS) {
  static atomic_flag started = ATOMIC_FLAG_INIT;
  pthread_t thread;
  if (!atomic_flag_test_and_set(&started)) pthread_create(&thread, 0, wait_for_ever, 0);
  return run_scale(RUN_PASSED);
}
