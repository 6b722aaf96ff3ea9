// Which manifests there are: the program's folder, the user's folder, then what -c names; nowhere else.
#include <algorithm>

#include "host/registry/manifest.hpp"
#include "host/support/exit.hpp"

namespace byom::registry {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> manifests_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".json" && entry.is_regular_file(ignored)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// By device and inode, so that a link to a library is that library.
bool same_library(const Manifest& a, const Manifest& b) {
  std::error_code ignored;
  return a.library == b.library || fs::equivalent(a.library, b.library, ignored);
}

// Collects manifests and everything that is wrong with them.
class Collection {
 public:
  std::vector<Manifest> manifests;
  std::string problems;

  void complain(const std::string& text) { problems += (problems.empty() ? "" : "\n") + text; }

  void add(const fs::path& file, bool builtin, bool user) {
    auto manifest = read_manifest(file);
    if (!manifest) return complain(manifest.error().text);
    manifest->builtin = builtin;
    manifest->user = user;
    if (user)
      if (const auto files = check_files(*manifest); !files) return complain(files.error().text);
    if (!manifest->has_id) name_apart(*manifest);
    const auto known = find(manifest->id);
    if (known == manifests.end()) return manifests.push_back(std::move(*manifest));
    if (!same_library(*known, *manifest))
      return complain("the plugin id '" + manifest->id + "' is given by " + known->file.string() +
                      " and by " + manifest->file.string() +
                      " to different libraries; change PLUGIN.id in one of them.");
    manifest->builtin = known->builtin;
    *known = std::move(*manifest);
  }

 private:
  std::vector<Manifest>::iterator find(const std::string& id) {
    return std::find_if(manifests.begin(), manifests.end(),
                        [&](const Manifest& other) { return other.id == id; });
  }

  // Files called custom_meta.json in several folders are different plugins, though none says its id.
  void name_apart(Manifest& manifest) {
    const std::string stem = manifest.id;
    for (int n = 2;; ++n) {
      const auto known = find(manifest.id);
      if (known == manifests.end() || same_library(*known, manifest)) return;
      manifest.id = stem + "-" + std::to_string(n);
    }
  }
};

}  // namespace

Result<std::vector<Manifest>> discover(const std::vector<fs::path>& folders,
                                       const std::vector<fs::path>& custom_meta) {
  Collection found;
  for (std::size_t i = 0; i < folders.size(); ++i)
    for (const fs::path& file : manifests_in(folders[i])) found.add(file, i == 0, false);
  for (const fs::path& file : custom_meta) found.add(file, false, true);
  if (!found.problems.empty()) return fail(exit_usage, found.problems);
  return std::move(found.manifests);
}

}  // namespace byom::registry
