// Memory for questions that could be answered with terabytes.
#pragma once

#include <string>

#include "host/laws/question.hpp"

namespace byom::laws {

// Runs the kernel with at most 64 MiB for each output; more counts as refused. Anything but a refusal without
// a reason is fine.
void ask_capped(const Question& question, const std::string& name, Report& report);

}  // namespace byom::laws
