/* Loading takes over a signal. */
#include <signal.h>
static void on_user_signal(int number) {
  (void)number;
}
#define AT_ENTRY signal(SIGUSR1, on_user_signal);
#include "scale.h"
