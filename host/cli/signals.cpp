// Signal handlers; only async-signal-safe calls.
#include "host/cli/signals.hpp"

#include <csignal>

#include <unistd.h>

#include "host/archive/temporaries.hpp"

namespace byom::cli {

namespace {
// Publishing takes milliseconds and ends in a whole set of files; the program then ends by itself.
void on_signal(int number) {
  if (archive::remove_temporaries()) ::_exit(128 + number);
}
}  // namespace

void end_cleanly_on_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
  action.sa_handler = SIG_IGN;
  // A reader that went away and a file beyond the limit are errors of write, which have their text.
  for (const int number : {SIGPIPE, SIGXFSZ}) ::sigaction(number, &action, nullptr);
}

}  // namespace byom::cli
