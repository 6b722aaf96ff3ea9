// The sub-commands about plugins, each a file plugins_NAME.cpp.
#pragma once

#include <string>
#include <vector>

namespace byom::cli {

// `tao_byom plugins COMMAND ...`; gives the exit code.
int run_plugins(const std::vector<std::string>& args);

// Every plugin that is found, with what its manifest offers and what is wrong with it. Maps none.
int run_plugins_list(const std::vector<std::string>& args);

}  // namespace byom::cli
