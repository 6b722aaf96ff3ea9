// Finding the installed plugins.
#include "host/cli/installed_plugins.hpp"

#include <cstdlib>

#include "host/registry/context.hpp"
#include "host/registry/discover.hpp"
#include "host/support/exit.hpp"

namespace byom::cli {

std::filesystem::path share_folder() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path() : program.parent_path().parent_path() / "share/tao_byom";
}

std::vector<std::filesystem::path> plugin_folders() {
  std::vector<std::filesystem::path> folders;
  if (const auto share = share_folder(); !share.empty()) folders.push_back(share / "plugins");
  const char* data = ::secure_getenv("XDG_DATA_HOME");
  const char* home = ::secure_getenv("HOME");
  if (data && *data == '/')
    folders.push_back(std::filesystem::path(data) / "tao_byom/plugins");
  else if (home && *home == '/')
    folders.push_back(std::filesystem::path(home) / ".local/share/tao_byom/plugins");
  return folders;
}

Result<std::unique_ptr<registry::Registry>> open_registry(
    const std::vector<std::filesystem::path>& custom_meta) {
  BYOM_TRY(auto manifests, registry::discover(plugin_folders(), custom_meta));
  return std::make_unique<registry::Registry>(std::move(manifests), registry::load_tables());
}

Result<Done> follow_choices(registry::Registry& registry, const std::vector<std::string>& kernels,
                            const std::vector<std::string>& without_builtin) {
  const auto preferred = registry.prefer_kernels(kernels);
  const auto hidden = registry.without_builtin(without_builtin);
  if (preferred || hidden) return preferred ? hidden : preferred;
  return fail(exit_usage, preferred.error().text + "\n" + hidden.error().text);
}

}  // namespace byom::cli
