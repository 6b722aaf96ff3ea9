// The conversion as the command line asks for it.
#pragma once

#include "host/cli/log.hpp"
#include "host/cli/options.hpp"
#include "host/pipeline/convert.hpp"

namespace byom::cli {

// Exit code of the program. Log lines go to stderr, results to stdout.
int run_convert(const Options& options);
// What a stage of the pipeline says becomes a line of `log`, which must outlive it.
pipeline::Progress progress_in(Log& log);

}  // namespace byom::cli
