// Whether the files that were written compute the original's numbers.
#pragma once

#include <byom/result.hpp>

#include "host/keras/layer_source.hpp"
#include "host/passes/translate.hpp"
#include "host/pipeline/job.hpp"
#include "host/pipeline/original.hpp"
#include "host/pipeline/outputs.hpp"

namespace byom::pipeline {

// Reads every format back, runs it with the plugins' kernels and, with --check-with, in real Keras; the
// verdicts go into `outcome`, of several formats the worst. Errors: exit_difference with --strict, where a
// verdict is not clean; a kernel failed.
Result<Done> check_files(const Job& job, const Original& original, const passes::Translation& translation,
                         Outputs& outputs, keras::LayerSource& layers, Outcome& outcome);

}  // namespace byom::pipeline
