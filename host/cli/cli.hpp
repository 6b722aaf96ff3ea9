// The program's commands.
#pragma once

#include <string>
#include <vector>

namespace byom::cli {

// Runs what `args` (without the program's name) ask for and gives the program's exit code. Without the name
// of a command it is the conversion.
int run(const std::vector<std::string>& args);

}  // namespace byom::cli
