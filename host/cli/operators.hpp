// The sub-command about operators.
#pragma once

#include <string>
#include <vector>

namespace byom::cli {

// `tao_byom operators`: every operator that a plugin has; `operators NAME...`: what the plugins say of these.
int run_operators(const std::vector<std::string>& args);

}  // namespace byom::cli
