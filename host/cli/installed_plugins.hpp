// Where plugins are looked for: the program's own folder, the user's, and the command line; nowhere else.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/op_registry.hpp"

namespace byom::cli {

// `<prefix>/share/tao_byom` of this program; empty where the system does not tell.
std::filesystem::path share_folder();
// `<prefix>/share/tao_byom/plugins` beside the program, then the user's data folder.
std::vector<std::filesystem::path> plugin_folders();

// Everything installed, and the manifests of -c. Errors: those of discover.
Result<std::unique_ptr<registry::Registry>> open_registry(
    const std::vector<std::filesystem::path>& custom_meta);

// Follows --kernels and --without-builtin. Errors: exit_usage with every name that nobody knows.
Result<Done> follow_choices(registry::Registry& registry, const std::vector<std::string>& kernels,
                            const std::vector<std::string>& without_builtin);

}  // namespace byom::cli
