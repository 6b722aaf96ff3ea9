/* acme::Scale with the fault that the environment variable TAO_BYOM_FAULT names, "place:fault": "run:crash".
 * Places: load, accept, infer, translate, cost, prepare, run, worker, release, shutdown.
 * "cut" cuts the file TAO_BYOM_CUT short. */
#define _GNU_SOURCE
#include <fenv.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ACCEPT accept_or_fault
#define COST cost_or_fault
#define SHUTDOWN shut_down_or_fault
#define INFER infer_or_fault
#define TRANSLATE translate_or_fault
#define PREPARE prepare_or_fault
#define RUN run_or_fault
#define RELEASE release_or_fault
#define AT_ENTRY fault_at("load");

#include <byom/plugin.h>

static byom_rc accept_or_fault(void* self, byom_ctx* ctx);
static int64_t cost_or_fault(void* self, byom_ctx* ctx);
static void shut_down_or_fault(void* self);
static byom_rc fault_at(const char* place);

#include "../broken/scale.h"

void throw_an_exception(void); /* of throwing.cpp */

static void handle_nothing(int number) {
  (void)number;
}

static int deeper(volatile char* above) {
  volatile char here[4096];
  here[0] = above[0];
  return deeper(here) + here[0];
}

static byom_rc commit(const char* fault) {
  static volatile int zero = 0;
  volatile int* volatile nowhere = NULL;
  const char start = 1;
  if (strcmp(fault, "crash") == 0) (void)*nowhere;
  if (strcmp(fault, "divide") == 0) zero = 7 / zero;
  if (strcmp(fault, "overflow") == 0) return deeper((volatile char*)&start);
  if (strcmp(fault, "abort") == 0) abort();
  if (strcmp(fault, "bus") == 0)
    zero = *(volatile char*)mmap(NULL, 4096, PROT_READ, MAP_SHARED, memfd_create("empty", 0), 0);
  if (strcmp(fault, "cut") == 0 && truncate(getenv("TAO_BYOM_CUT"), 4096) != 0) abort();
  if (strcmp(fault, "throw") == 0) throw_an_exception();
  if (strcmp(fault, "exit") == 0) exit(0);
  if (strcmp(fault, "hang") == 0) sleep(100);
  if (strcmp(fault, "rounding") == 0) fesetround(FE_UPWARD);
  if (strcmp(fault, "locale") == 0) setlocale(LC_NUMERIC, "C.UTF-8");
  if (strcmp(fault, "handler") == 0) signal(SIGINT, handle_nothing);
  if (strcmp(fault, "block") == 0) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
  }
  if (strcmp(fault, "silence") == 0) return BYOM_ERR_BUG;
  if (strcmp(fault, "code") == 0) return 77;
  if (strcmp(fault, "decline") == 0) return BYOM_DECLINE;
  return BYOM_OK;
}

/* The fault that TAO_BYOM_FAULT sets for the place, or an empty text. */
static const char* fault_of(const char* place) {
  const char* set = getenv("TAO_BYOM_FAULT");
  const size_t n = strlen(place);
  return set && strncmp(set, place, n) == 0 && set[n] == ':' ? set + n + 1 : "";
}

static byom_rc fault_at(const char* place) {
  return commit(fault_of(place));
}

static byom_rc accept_or_fault(FACET_ARGUMENTS) {
  (void)self, (void)ctx;
  return fault_at("accept");
}

static byom_rc infer_or_fault(FACET_ARGUMENTS) {
  const byom_rc rc = fault_at("infer");
  if (rc != BYOM_OK || strcmp(fault_of("infer"), "nothing") == 0) return rc;
  return infer_scale(self, ctx);
}

static byom_rc translate_or_fault(FACET_ARGUMENTS) {
  const byom_rc rc = fault_at("translate");
  return rc == BYOM_OK ? translate_scale(self, ctx) : rc;
}

static int64_t cost_or_fault(FACET_ARGUMENTS) {
  (void)self, (void)ctx;
  return fault_at("cost") == BYOM_DECLINE ? -1 : 0;
}

static byom_rc prepare_or_fault(void* self, byom_ctx* ctx, byom_plan* plan) {
  if (strcmp(fault_of("run"), "dynamic") == 0) plan->flags = BYOM_PLAN_DYNAMIC;
  const byom_rc rc = fault_at("prepare");
  return rc == BYOM_OK ? prepare_scale(self, ctx, plan) : rc;
}

static void piece_or_fault(void* arg, uint64_t begin, uint64_t end) {
  (void)arg, (void)begin, (void)end;
  fault_at("worker");
}

static byom_rc run_or_fault(RUN_ARGUMENTS) {
  const byom_rc rc = fault_at("run");
  if (rc != BYOM_OK) return rc;
  if (strcmp(fault_of("run"), "long") == 0)
    while (!host->cancelled(ctx)) usleep(10000);
  if (strcmp(fault_of("run"), "unwritten") == 0 || strcmp(fault_of("run"), "dynamic") == 0) return BYOM_OK;
  const byom_rc worked = host->parallel_for(ctx, 64, 1, piece_or_fault, NULL);
  if (worked != BYOM_OK) return worked;
  const byom_rc computed = run_scale(RUN_PASSED);
  if (strcmp(fault_of("run"), "wrong") == 0) ((float*)out[0].data)[0] += 1;
  return computed;
}

static void release_or_fault(void* state) {
  fault_at("release");
  release_nothing(state);
}

static void shut_down_or_fault(void* self) {
  (void)self;
  fault_at("shutdown");
}
