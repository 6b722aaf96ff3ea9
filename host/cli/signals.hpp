// What the program does when it is told to stop: nothing half-written stays.
#pragma once

namespace byom::cli {

// SIGINT, SIGTERM and SIGHUP delete the temporary files and end the program with 128 + n. While results are
// being published the signal waits for that to end.
void end_cleanly_on_signals();

}  // namespace byom::cli
