// Made with mkdtemp, so that nobody else can have it.
#include "host/support/scratch_folder.hpp"

#include <system_error>

#include <stdlib.h>

namespace byom {

Result<ScratchFolder> ScratchFolder::make() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  std::string name = (parent / "tao_byom_XXXXXX").string();
  if (!error && mkdtemp(name.data()) != nullptr) return ScratchFolder(name);
  return fail(exit_system, "No folder can be made in " + parent.string() + "; set TMPDIR to one that can.");
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace byom
