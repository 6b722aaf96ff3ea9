// Looking for manifests, and telling plugins apart.
#include "host/registry/discover.hpp"

#include <algorithm>

#include "host/support/exit.hpp"
#include "host/support/join.hpp"

namespace byom::registry {
namespace {

namespace fs = std::filesystem;

// By device and inode, so that a link to a library is that library.
bool same_library(const Manifest& a, const Manifest& b) {
  std::error_code ignored;
  return a.library == b.library || fs::equivalent(a.library, b.library, ignored);
}

class Surveying {
 public:
  void look_in(const fs::path& folder, bool builtin) {
    std::vector<fs::path> files;
    std::error_code problem, ignored;
    for (const auto& entry : fs::directory_iterator(folder, problem))
      if (entry.path().extension() == ".json" && entry.is_regular_file(ignored))
        files.push_back(entry.path());
    found_.folders.push_back({folder, problem ? problem.message() : ""});
    std::ranges::sort(files, {}, &fs::path::native);
    found_.manifests.reserve(found_.manifests.size() + files.size());
    for (const fs::path& file : files) add(file, builtin, false);
  }

  void add(const fs::path& file, bool builtin, bool user) {
    auto manifest = read_manifest(file);
    if (!manifest) return refuse(file, manifest.error().text);
    manifest->builtin = builtin;
    manifest->user = user;
    if (user)
      if (const auto files = check_files(*manifest); !files) return refuse(file, files.error().text);
    if (!manifest->has_id) name_apart(*manifest);
    const auto known = find(manifest->id);
    if (known == found_.manifests.end()) return found_.manifests.push_back(std::move(*manifest));
    if (!same_library(*known, *manifest))
      return refuse(file, "the plugin id '" + manifest->id + "' is given by " + known->file.string() +
                              " and by " + manifest->file.string() +
                              " to different libraries; change PLUGIN.id in one of them.");
    manifest->builtin = known->builtin;
    const bool again = known->file == manifest->file;
    found_.replaced.push_back({known->file, !again        ? "replaced by " + manifest->file.string()
                                            : known->user ? "given twice"
                                                          : "given with -c, too"});
    *known = std::move(*manifest);
  }

  Survey take() { return std::move(found_); }

 private:
  void refuse(const fs::path& file, const std::string& why) { found_.refused.push_back({file, why}); }

  std::vector<Manifest>::iterator find(const std::string& id) {
    return std::find_if(found_.manifests.begin(), found_.manifests.end(),
                        [&](const Manifest& other) { return other.id == id; });
  }

  // Files called custom_meta.json in several folders are different plugins, though none says its id.
  void name_apart(Manifest& manifest) {
    const std::string stem = manifest.id;
    for (int n = 2;; ++n) {
      const auto known = find(manifest.id);
      if (known == found_.manifests.end() || same_library(*known, manifest)) return;
      manifest.id = stem + "-" + std::to_string(n);
    }
  }

  Survey found_;
};

}  // namespace

Survey survey(const std::vector<fs::path>& folders, const std::vector<fs::path>& custom_meta) {
  Surveying surveying;
  for (std::size_t i = 0; i < folders.size(); ++i) surveying.look_in(folders[i], i == 0);
  for (const fs::path& file : custom_meta) surveying.add(file, false, true);
  return surveying.take();
}

Result<std::vector<Manifest>> discover(const std::vector<fs::path>& folders,
                                       const std::vector<fs::path>& custom_meta) {
  Survey found = survey(folders, custom_meta);
  const std::string problems = join(found.refused, "\n", &Place::why);
  if (!problems.empty()) return fail(exit_usage, problems);
  return std::move(found.manifests);
}

}  // namespace byom::registry
