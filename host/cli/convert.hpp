// The conversion as the command line asks for it.
#pragma once

#include "host/cli/options.hpp"

namespace byom::cli {

// Exit code of the program. Log lines go to stderr, results to stdout.
int run_convert(const Options& options);

}  // namespace byom::cli
