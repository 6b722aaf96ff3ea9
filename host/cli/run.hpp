// `tao_byom run`: what a model computes.
#pragma once

#include <string>
#include <vector>

namespace byom::cli {

// `tao_byom run MODEL ...`; gives the exit code. Log lines go to stderr, the values to stdout.
int run_run(const std::vector<std::string>& args);

}  // namespace byom::cli
