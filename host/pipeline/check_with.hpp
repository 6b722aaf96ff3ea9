// The verdict of real Keras on the files that were written (--check-with).
#pragma once

#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/pipeline/convert.hpp"
#include "host/pipeline/outputs.hpp"

namespace byom::pipeline {

// Has Keras 3 open NAME.keras, and Keras 2 NAME.h5 and NAME.tltb, with the Python of their own layers, and
// compares what they compute with the original's answers. Nothing is asked of a generation that this Python
// does not have: its verdicts say so. Errors: exit_usage, there is no such program; exit_system, it did not
// answer.
Result<std::vector<KerasVerdict>> check_with(const Request& request, const Outputs& outputs,
                                             const std::vector<verify::Probe>& probes);

}  // namespace byom::pipeline
