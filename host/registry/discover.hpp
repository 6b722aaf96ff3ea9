// Which plugins there are: the manifests of the program's folder, of the user's, and those of -c.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <byom/result.hpp>

#include "host/registry/manifest.hpp"

namespace byom::registry {

// A folder or file that was looked at, and what came of it.
struct Place {
  std::filesystem::path path;
  std::string why;
};

struct Survey {
  std::vector<Manifest> manifests;  // one for each plugin
  std::vector<Place> folders;       // all of them; `why` says why one could not be read, else it is empty
  std::vector<Place> refused;       // manifests that cannot be used
  std::vector<Place> replaced;      // manifests whose plugin is described by a later one
};

// Looks at `*.json` of the folders, sorted by name inside each, then at the files of `-c`, and nowhere else.
// The first folder is the program's own. A plugin met twice (same library and id) counts once, as its last
// manifest says. Never fails: what is wrong is listed.
Survey survey(const std::vector<std::filesystem::path>& folders,
              const std::vector<std::filesystem::path>& custom_meta);
// The same where every manifest must be right. Errors (exit_usage): all that were refused, one line each.
Result<std::vector<Manifest>> discover(const std::vector<std::filesystem::path>& folders,
                                       const std::vector<std::filesystem::path>& custom_meta);

}  // namespace byom::registry
