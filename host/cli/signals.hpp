// What the program does when it is told to stop, or cannot go on: nothing half-written stays.
#pragma once

namespace byom::cli {

// SIGINT, SIGTERM and SIGHUP delete the temporary files and end the program with 128 + n. While results are
// being published the signal waits for that to end.
void end_cleanly_on_signals();

// A crash (an invalid access, abort) and a call of exit inside a plugin end the program with exit_plugin and
// a line that names the plugin; a crash outside of plugins with exit_bug. With `json` the line also goes to
// standard output, as the outcome of --json. So does a file that is cut short while it is read, with
// exit_input.
void name_who_crashes(bool json);

// Removes what is half-written, tells that `what` did `how`, and ends the program. Async-signal-safe.
[[noreturn]] void end_in_error(const char* what, const char* how, int code) noexcept;

}  // namespace byom::cli
