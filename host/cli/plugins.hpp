// The sub-commands about plugins, each a file plugins_NAME.cpp.
#pragma once

#include <string>
#include <vector>

namespace byom::cli {

// `tao_byom plugins COMMAND ...`; gives the exit code.
int run_plugins(const std::vector<std::string>& args);

// Every plugin that is found, with what its manifest offers and what is wrong with it. Maps none.
int run_plugins_list(const std::vector<std::string>& args);
// Writes the project of a new plugin.
int run_plugins_new(const std::vector<std::string>& args);

// Which plugin and kernel serve each node of a model, and why not the others.
int run_plugins_explain(const std::vector<std::string>& args);

// Whether a plugin holds the laws, each tried in a process of its own.
int run_plugins_check(const std::vector<std::string>& args);
// The process of one law, started by run_plugins_check and of no use to people: not in the table.
int run_law_process(const std::vector<std::string>& args);

}  // namespace byom::cli
